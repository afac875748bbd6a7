// Remote config: which events the project's owner wants at present. The server decides alike, for writers that do not.
import { LEVELS } from "./event.js";

/** The lot of an id, from 0 to 1: FNV-1a (RFC 9923) of 32 bits over its UTF-8, in ten thousandths. */
export function lot(id) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x1000193);
  return ((hash >>> 0) % 10_000) / 10_000;
}

/**
 * Whether an event is wanted.
 * @param {{enabled?: boolean, canary?: object, min_level?: string, sampling?: object}} config as the server tells it
 * @param {{type: string, rank: number, stream?: string}} event
 * @param {string} [session] the id of the visit, which alone draws the lots, so that a visit is whole or not there; without it none is drawn
 */
export function wants({ enabled, canary, min_level, sampling }, { type, rank, stream }, session) {
  /** Whether the session is in a share of them. What is no share is all. */
  const isIn = (share, draw) => !session || !(lot(draw + session) >= share);
  const isOn = enabled !== false && (isIn(canary?.share, "canary") || canary.streams?.includes(stream));
  const { types, levels } = sampling ?? {};
  const shares = [types?.[type], levels?.[LEVELS[rank]]];
  return isOn && rank >= LEVELS.indexOf(min_level) && isIn(shares.find(Number.isFinite), "");
}
