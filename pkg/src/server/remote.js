// Remote config: what a project's owner has switched off, as every answer tells it. The server holds to it too; here it saves the way.
import { LEVELS } from "./limits.js";

/** FNV-1a of 32 bits (Fowler, Noll, Vo) over UTF-8, as a share of 1: the lot that tracker and server draw too. */
export function lot(text) {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code > 0x7f) return lotOfBytes(new TextEncoder().encode(text));
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}

function lotOfBytes(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}

export class Remote {
  #config = {};
  /** The names of members that the plan marks as a person's. */
  pii = new Set();

  /** Takes what an answer says. What is of no use is left: a config must not be able to stop a program. */
  learn(config, redact) {
    if (config && typeof config === "object") this.#config = config;
    if (Array.isArray(redact)) this.pii = new Set(redact);
  }

  /** Whether anything is written at all. */
  get isOn() {
    return this.#config.enabled !== false;
  }

  /**
   * Whether an event is to be written.
   * @param {{type: string, level: number, id: string, session?: string, stream?: string}} event `level` is the rank
   */
  takes({ type, level, id, session, stream }) {
    const { canary, min_level, sampling } = this.#config;
    if (!this.isOn || level < LEVELS.indexOf(min_level)) return false;
    const share = sampling?.types?.[type] ?? sampling?.levels?.[LEVELS[level]] ?? 1;
    const canaryShare = canary?.streams?.includes?.(stream) ? 1 : (canary?.share ?? 1);
    const least = Math.min(share, canaryShare);
    return least >= 1 || lot(session ?? stream ?? id) < least;
  }
}
