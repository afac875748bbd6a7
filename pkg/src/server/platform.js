// What the platform gives, by names that Node, Workers and Deno share. Tests put a world of their own in its place.
import { idMaker } from "./ids.js";

/**
 * @typedef {object} World
 * @property {typeof fetch} fetch
 * @property {((text: string) => Promise<ArrayBuffer>) | undefined} compress with gzip
 * @property {() => number} wall milliseconds since the epoch
 * @property {() => number} monotonic milliseconds, never running backwards
 * @property {() => number} random whole numbers of 32 bits
 * @property {(now: number) => string} newId
 * @property {(action: () => void, milliseconds: number) => any} setTimer
 * @property {(timer: any) => void} clearTimer
 * @property {(timer: any) => void} release lets the process end although the timer waits
 */

let drawn = new Uint32Array(0);
let place = 0;

/** Many at once: a call for each number would cost more than the rest of an id. Not before the first, which Workers forbid. */
function random() {
  if (place === drawn.length) {
    drawn = crypto.getRandomValues(new Uint32Array(256));
    place = 0;
  }
  return drawn[place++];
}

const gzip = (text) => new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();

/** @type {World} */
export const platform = {
  // Looked up at each call, for programs that put another in its place.
  fetch: (...request) => globalThis.fetch(...request),
  compress: globalThis.CompressionStream && gzip,
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  random,
  newId: idMaker(random),
  // Delays have 32 bits; what is longer would ring at once.
  setTimer: (action, milliseconds) => setTimeout(action, Math.min(milliseconds, 2 ** 31 - 1)),
  clearTimer: (timer) => clearTimeout(timer),
  release: (timer) => (typeof timer === "object" ? timer.unref?.() : globalThis.Deno?.unrefTimer(timer)),
};
