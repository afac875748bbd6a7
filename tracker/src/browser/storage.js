// The page's localStorage, which may be missing, blocked, full, or cleared under our feet. Nothing here ever throws; merely touching
// `localStorage` does where site data are blocked.
import { attempt } from "./attempt.js";

/** Empty where there is no such record. */
export const get = (key) => attempt(() => localStorage.getItem(key)) ?? "";

/** Whether the record could be kept. */
export const put = (key, value) => attempt(() => !localStorage.setItem(key, value));

export const remove = (key) => attempt(() => localStorage.removeItem(key));

export const keys = (prefix) => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))) ?? [];
