// What every piece of autocapture is given.
import { attempt } from "./attempt.js";

/**
 * Begins a piece.
 * @param {(page: object, options: object) => void} piece
 * @param {object} options its own, from `init`
 */
export function begin(piece, options, { settings, wanted, core, farewells, signal }) {
  const page = {
    settings,
    /** The names of all pieces that are on, with their options. */
    wanted,
    /** Aborted when the piece is to stop. */
    signal,
    /** Tracks an event that happens now. */
    track: (type, details) => core.track(type, details),
    /** Tracks an event of a time and a place that are past. */
    trackAt: (at, place, type, details) => core.track(type, details, settings.uuid(at), at, ...place),
    /** Listens on the way down, where the page cannot stop an event, and until the piece stops; nothing that it does reaches the page. */
    on(target, types, action) {
      const heard = (event) => attempt(() => action(event));
      for (const type of types.split(" ")) target.addEventListener(type, heard, { capture: true, passive: true, signal });
    },
    /** Has something done each time before the page is hidden or left, early enough to go with what leaves. */
    beforeLeaving(action) {
      farewells.add(action);
      page.onStop(() => farewells.delete(action));
    },
    onStop: (action) => signal.addEventListener("abort", () => attempt(action)),
  };
  piece(page, options);
}
