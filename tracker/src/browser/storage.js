// The page's localStorage; where that is blocked, or not wanted, an object in its place, which is gone with the page. Storage may be full,
// or cleared under our feet. Nothing here ever throws.
import { attempt } from "./attempt.js";

let store;

export function open(given) {
  store = given;
}

/** Empty where there is no such record. */
export const get = (key) => store[key] ?? "";

/** Whether the record could be kept. */
export const put = (key, value) => attempt(() => ((store[key] = value), true));

export const remove = (key) => delete store[key];

export const keys = (prefix) => Object.keys(store).filter((key) => key.startsWith(prefix));
