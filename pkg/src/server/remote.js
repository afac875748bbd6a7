// Remote config: what a project's owner has switched off, as every answer tells it. The server holds to it too; here it saves the way.
import { LEVELS } from "./limits.js";

/** The lot of an id, from 0 to 1: FNV-1a (RFC 9923) of 32 bits over its UTF-8, in ten thousandths. */
export function lot(id) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash >>> 0) % 10_000) / 10_000;
}

/** Whether an id is in a share. What is no share is all. */
const isIn = (share, id) => !(lot(id) >= share);

export class Remote {
  #config = {};

  /** Takes what an answer says, if it says anything. */
  learn(config) {
    if (config && typeof config === "object") this.#config = config;
  }

  /** Whether anything is written at all. */
  get isOn() {
    return this.#config.enabled !== false;
  }

  /** Whether there may be events that are not written. */
  get holdsBack() {
    const { canary, min_level, sampling } = this.#config;
    return !this.isOn || [canary, min_level, sampling].some((member) => member !== undefined);
  }

  /**
   * Whether an event is to be written.
   * @param {{type: string, level: number, id: string, session?: string, stream?: string}} event `level` is the rank
   */
  takes({ type, level, id, session, stream }) {
    const { canary, min_level, sampling } = this.#config;
    if (!this.isOn || level < LEVELS.indexOf(min_level)) return false;
    const drawer = session ?? stream ?? id;
    const share = sampling?.types?.[type] ?? sampling?.levels?.[LEVELS[level]] ?? 1;
    const isCanary = canary === undefined || canary.streams?.includes?.(stream) || isIn(canary.share, `canary${drawer}`);
    return isCanary && (share === 1 || isIn(share, drawer));
  }
}
