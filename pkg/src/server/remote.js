// Remote config: what a project's owner has switched off, as every answer tells it. The server holds to it too; here it saves the way.
import { wants } from "../../../tracker/src/browser/config.js";
import { markedNames } from "./redaction.js";

export class Remote {
  #config = {};
  /** Names whose values are a person's, by the project's tracking plan. */
  marked = [];

  /** Takes what an answer says, if it says anything. */
  learn(config) {
    if (!config || typeof config !== "object") return;
    this.#config = config;
    this.marked = markedNames(config.redact);
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
    // Most projects hold nothing back, and then there is no lot to draw.
    return !this.holdsBack || wants(this.#config, { type, rank: level, stream }, session ?? stream ?? id);
  }
}
