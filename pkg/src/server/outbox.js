// What is to be sent, and what becomes of it: batches that are sealed once, one under way at a time. Pure: times and randomness come in.
import { Backlog } from "./backlog.js";
import { Drops } from "./drops.js";
import { MAX_BATCH_EVENTS, SCHEMA } from "./limits.js";
import { Retry } from "./retry.js";
import { limitedPlaces, outcome } from "./settlement.js";

/** Bytes of a batch's events: under the server's 1 MiB, with room for what stands around them. */
const MAX_BATCH_BYTES = 900_000;

/**
 * @typedef {object} Batch sealed events: the same bytes in every attempt
 * @property {string} id
 * @property {import("./backlog.js").Waiting[]} events
 * @property {object[]} dropped what it reports
 * @property {string} body
 */

export class Outbox {
  /** How many numbers were given to events. */
  tracked = 0;
  /** What was given up and not told to the program yet. */
  untold = new Drops();
  #backlog = new Backlog();
  #unreported = new Drops();
  #retry = new Retry();
  /** @type {Batch[]} batches that go before all others */
  #sealed = [];
  /** @type {Batch | undefined} */
  #underWay;
  /** Since when events wait for a batch to fill. */
  #since = 0;
  /** Somebody waits for what is there. */
  #urgent = false;
  #options;
  /** Whose numbers these are. Not drawn before it is needed: Workers give no randomness outside of requests. */
  #instance;

  /** @param {{maxBacklog: number, maxBytes: number, flushAt: number, flushInterval: number, random: () => number, newId: (now: number) => string}} options */
  constructor(options) {
    this.#options = options;
  }

  /** Events that are neither settled nor given up. */
  get size() {
    return this.#backlog.events + this.#heldEvents();
  }

  /** The number of the oldest of them; beyond all numbers when there is none. */
  get oldest() {
    return Math.min(this.#backlog.oldest?.seq ?? Infinity, ...this.#held().flatMap((batch) => batch.events[0].seq));
  }

  /** Takes the next number. */
  number() {
    return this.tracked++;
  }

  /** Takes an event, and gives up others when there is no more room. */
  put(event, now) {
    if (this.#backlog.events === 0) this.#since = now;
    this.#backlog.put(event);
    const { maxBacklog, maxBytes } = this.#options;
    while (this.size > maxBacklog || this.#backlog.bytes + this.#heldBytes() > maxBytes) {
      const evicted = this.#backlog.evict();
      // What is sealed stays: the server may have it already.
      if (!evicted) break;
      this.drop("queue_full", evicted.level);
    }
  }

  /** Counts an event that is given up. */
  drop(reason, level) {
    this.count(reason, level);
    this.untold.add(reason, level);
  }

  /** Counts an event of which the program knows already that it is given up. */
  count(reason, level) {
    this.#unreported.add(reason, level);
  }

  /** What waits is to go at once. */
  hurry() {
    this.#urgent = true;
  }

  /** There is no more time: a pause of our own making is over. */
  forgive() {
    this.#retry.forgive();
  }

  /** Milliseconds until something is to be sent; nothing when there is nothing to wait for but an answer. */
  wait(now) {
    if (this.#underWay || this.size === 0) return undefined;
    const { flushAt, flushInterval } = this.#options;
    const isDue = this.#urgent || this.#sealed.length > 0 || this.#backlog.events >= flushAt;
    return Math.max(this.#retry.pause(now), isDue ? 0 : this.#since + flushInterval - now);
  }

  /**
   * The batch that is to be sent now, or nothing.
   * @param {number} now a clock that never runs backwards  @param {number} wall milliseconds since the epoch
   * @returns {Batch | undefined}
   */
  next(now, wall) {
    if (!(this.wait(now) <= 0)) return undefined;
    this.#underWay = this.#sealed.shift() ?? this.#seal(this.#backlog.take(MAX_BATCH_EVENTS, MAX_BATCH_BYTES), this.#unreported.take(), wall);
    if (this.#backlog.events === 0) this.#urgent = false;
    return this.#underWay;
  }

  /** Whether this is the batch that an answer is awaited for. */
  isUnderWay(batch) {
    return batch === this.#underWay;
  }

  /**
   * The batch under way was answered, or not (`status` 0).
   * @returns {number | undefined} the pause in milliseconds, where it is to be sent again
   */
  answered(status, body, asked, now, wall) {
    const batch = this.#underWay;
    this.#underWay = undefined;
    const { events } = batch;
    switch (outcome(status, body, events.length)) {
      case "settle":
        return this.#settle(batch, limitedPlaces(body, events.length), asked, now);
      case "postpone":
        this.#sealed.unshift(batch);
        return this.#pause(asked, now);
      case "halve": {
        const middle = Math.ceil(events.length / 2);
        // What was dropped is told once, by the first half.
        this.#sealed.unshift(this.#seal(events.slice(0, middle), batch.dropped, wall), this.#seal(events.slice(middle), [], wall));
        return undefined;
      }
      case "too_large":
        return this.#refuse(batch, "too_large");
      default:
        return this.#refuse(batch, "refused");
    }
  }

  /** Gives up everything that is there. */
  clear(reason) {
    for (const batch of this.#held()) this.#refuse(batch, reason);
    this.#underWay = undefined;
    this.#sealed = [];
    for (let event = this.#backlog.evict(); event; event = this.#backlog.evict()) this.drop(reason, event.level);
    this.#urgent = false;
  }

  #settle(batch, limited, asked, now) {
    if (limited.length === 0) {
      this.#retry.succeeded();
      return undefined;
    }
    // They go again with a batch of another name; what this one reported has arrived.
    this.#backlog.restore(limited.map((place) => batch.events[place]));
    return this.#pause(asked, now);
  }

  #refuse(batch, reason) {
    // Its report did not arrive either.
    this.#unreported.merge(batch.dropped);
    for (const event of batch.events) this.drop(reason, event.level);
    this.#retry.succeeded();
    return undefined;
  }

  #pause(asked, now) {
    return this.#retry.failed(asked, now, this.#options.random);
  }

  #seal(events, dropped, wall) {
    const { newId } = this.#options;
    const id = newId(wall);
    this.#instance ??= newId(wall);
    const head = { schema: SCHEMA, batch_id: id, sealed_at: wall, instance_id: this.#instance, tracked: this.tracked };
    if (dropped.length > 0) head.dropped = dropped;
    const body = `${JSON.stringify(head).slice(0, -1)},"events":[${events.map((event) => event.json).join(",")}]}`;
    return { id, events, dropped, body };
  }

  #held() {
    return this.#underWay ? [this.#underWay, ...this.#sealed] : this.#sealed;
  }

  #heldEvents() {
    return this.#held().reduce((sum, batch) => sum + batch.events.length, 0);
  }

  #heldBytes() {
    return this.#held().reduce((sum, batch) => sum + batch.body.length, 0);
  }
}

/** An event as the outbox takes it. */
export function waiting(seq, level, json) {
  return { seq, level, json, bytes: utf8Length(json) };
}

const encoder = new TextEncoder();

/** Most JSON is ASCII, which needs no encoding to be counted. */
function utf8Length(text) {
  return /^[\x00-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
}
