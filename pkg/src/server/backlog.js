// Events that wait, bounded by number and bytes. When it is full the lowest level goes first, and the oldest of it.
import { LEVELS } from "./limits.js";

/**
 * @typedef {object} Waiting an event that waits
 * @property {number} seq its number; events are sent in this order
 * @property {number} level the rank of its level
 * @property {string} json as it travels
 * @property {number} bytes of that
 */

/** A queue of events in the order of their numbers. Taking one from its front moves none of the others. */
class Line {
  #items = [];
  #head = 0;

  get first() {
    return this.#items[this.#head];
  }

  push(item) {
    this.#items.push(item);
  }

  shift() {
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    // Half of it is empty: moving the rest costs less than was taken since.
    if (this.#head > 32 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  restore(items) {
    this.#items = [...items, ...this.#items.slice(this.#head)].sort((one, other) => one.seq - other.seq);
    this.#head = 0;
  }
}

export class Backlog {
  /** How many wait, and how long their JSON is. */
  events = 0;
  bytes = 0;
  #lines = LEVELS.map(() => new Line());

  /** @param {Waiting} event */
  put(event) {
    this.#lines[event.level].push(event);
    this.#count(event, 1);
  }

  /** Gives up the oldest event of the lowest level; nothing where there is none. */
  evict() {
    return this.#shift(this.#lines.find((line) => line.first));
  }

  /** The oldest event, whatever its level. */
  get oldest() {
    return this.#oldestLine()?.first;
  }

  /** Takes the oldest events, so many at most and with so many bytes, but always one. */
  take(most, mostBytes) {
    const taken = [];
    let bytes = 0;
    while (taken.length < most) {
      const line = this.#oldestLine();
      if (!line || (taken.length > 0 && bytes + line.first.bytes > mostBytes)) break;
      bytes += line.first.bytes;
      taken.push(this.#shift(line));
    }
    return taken;
  }

  /** Puts events back that were taken, in their places. */
  restore(events) {
    LEVELS.forEach((name, level) => {
      const own = events.filter((event) => event.level === level);
      if (own.length > 0) this.#lines[level].restore(own);
    });
    events.forEach((event) => this.#count(event, 1));
  }

  #oldestLine() {
    let oldest;
    for (const line of this.#lines) if (line.first && !(oldest?.first.seq < line.first.seq)) oldest = line;
    return oldest;
  }

  #shift(line) {
    const event = line?.shift();
    if (event) this.#count(event, -1);
    return event;
  }

  #count({ bytes }, sign) {
    this.events += sign;
    this.bytes += sign * bytes;
  }
}
