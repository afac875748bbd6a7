// A colony of agents that look for food on a torus: the program whose event stream is logged. The same seed makes the same run.
import { setImmediate as turn } from "node:timers/promises";
import { chance, ulids } from "../seeded.mjs";

/** The world begins here, and a step takes so long in it. */
export const START = 1_771_405_200_000;
export const STEP_MS = 5_000;
export const STREAM = "colony-7";
const SIZE = 24;
const AGENTS = 12;
/** The rumour starts in this step, and so many hear it from the one before. */
const RUMOUR_AT = 40;
export const RUMOUR_HOPS = 50;
/** A store grows the colony each time it holds so much more. */
const GROWTH = 50;

/**
 * Runs until so many events have happened.
 * @param {{seed?: number, events: number, log?: {write: Function}, thinking?: number}} options `thinking` is how often an agent walks
 *   the whole world in its mind before each step, which changes nothing but the time that it takes
 */
export async function runColony({ seed = 7, events, log, thinking = 0 }) {
  const colony = new Colony(seed, log, thinking);
  colony.begin();
  while (colony.told < events - 1) {
    colony.step(events - 1);
    // A program that never lets go of the processor could not send anything.
    if (log) await turn();
  }
  colony.end();
  return colony.state;
}

/** The world before anything has happened. */
export function emptyState() {
  return { agents: {}, food: {}, store: 0, steps: 0 };
}

/** What each event does to the world. Changes and not values, so that an event that is missing or comes twice shows. */
export function apply(state, { type, step, actor, metadata }) {
  const agent = state.agents[actor.id];
  if (step !== undefined) state.steps = Math.max(state.steps, step);
  switch (type) {
    case "agent.born":
      state.agents[actor.id] = { x: metadata.x, y: metadata.y, energy: 100, carried: 0, heard: 0 };
      break;
    case "agent.moved":
      agent.x = wrap(agent.x + metadata.dx);
      agent.y = wrap(agent.y + metadata.dy);
      agent.energy -= 1;
      break;
    case "agent.gathered":
      change(state.food, cell(agent), -metadata.amount);
      agent.carried += metadata.amount;
      agent.energy += 2;
      break;
    case "agent.stored":
      agent.carried -= metadata.amount;
      state.store += metadata.amount;
      break;
    case "rumour.heard":
      agent.heard += 1;
      break;
    case "food.grown":
      change(state.food, metadata.cell, metadata.amount);
  }
}

class Colony {
  told = 0;
  state = emptyState();
  #random;
  #newId;
  #log;
  #thinking;
  #step = 0;
  #ids = [];
  #plans = new Map();
  #rumour;
  #limit = Infinity;

  constructor(seed, log, thinking) {
    this.#random = chance(seed);
    this.#newId = ulids(chance(seed + 1));
    this.#log = log;
    this.#thinking = thinking;
  }

  begin() {
    this.#tell("run.started", SYSTEM, { level: "milestone", metadata: { size: SIZE, agents: AGENTS } });
    for (let n = 0; n < AGENTS; n++) {
      const agent = { type: "agent", id: this.#newId(START), name: `Agent ${n + 1}` };
      this.#ids.push(agent);
      this.#tell("agent.born", agent, { level: "milestone", metadata: { x: this.#pick(SIZE), y: this.#pick(SIZE) } });
    }
    for (let n = 0; n < SIZE * 4; n++) this.#grow();
  }

  step(limit) {
    this.#limit = limit;
    this.#step++;
    this.#grow();
    for (const agent of this.#ids) this.#act(agent);
    const hop = this.#step - RUMOUR_AT;
    if (hop < 0 || hop > RUMOUR_HOPS) return;
    const hears = this.#ids[(hop * 5) % AGENTS];
    this.#rumour = this.#tell("rumour.heard", hears, { level: "decision", causedBy: this.#rumour, correlationId: "rumour", metadata: { hop } });
  }

  end() {
    this.#limit = Infinity;
    this.#tell("run.ended", SYSTEM, { level: "milestone", summary: `The colony has stored ${this.state.store}` });
  }

  /** An agent looks around, decides, moves, and takes what it finds. */
  #act(agent) {
    const self = this.state.agents[agent.id];
    // A world without food is searched to its end.
    for (let n = 0; n < this.#thinking; n++) nearest({}, self);
    const found = nearest(this.state.food, self);
    const sensed = this.#tell("agent.sensed", agent, { level: "detail", metadata: { food: found?.cell ?? null, distance: found?.distance ?? null } });
    let plan = this.#plans.get(agent.id);
    if (plan?.goal !== found?.cell || !plan) {
      plan = { goal: found?.cell, id: this.#tell("agent.planned", agent, { level: "decision", causedBy: sensed, metadata: { goal: found?.cell ?? "wander" } }) };
      this.#plans.set(agent.id, plan);
    }
    const [dx, dy] = found ? found.first : [1, 0];
    const moved = this.#tell("agent.moved", agent, { level: "state", causedBy: plan.id ? [plan.id] : undefined, metadata: { dx, dy } });
    const here = this.state.food[cell(self)] ?? 0;
    if (moved && here > 0) this.#tell("agent.gathered", agent, { level: "action", causedBy: moved, metadata: { amount: Math.min(here, 3) } });
    if (self.carried < 10) return;
    const before = this.state.store;
    const stored = this.#tell("agent.stored", agent, { level: "action", metadata: { amount: self.carried }, entityType: "store", entityId: "north" });
    if (Math.floor(this.state.store / GROWTH) > Math.floor(before / GROWTH)) this.#tell("colony.grew", SYSTEM, { level: "milestone", causedBy: stored, metadata: { store: this.state.store } });
  }

  #grow() {
    this.#tell("food.grown", SYSTEM, { level: "state", metadata: { cell: `${this.#pick(SIZE)},${this.#pick(SIZE)}`, amount: 1 + this.#pick(9) } });
  }

  #pick(below) {
    return Math.floor(this.#random() * below);
  }

  /** What happens, happens to the world and is told; nothing more once there is enough. */
  #tell(type, actor, fields) {
    if (this.told >= this.#limit) return undefined;
    this.told++;
    const occurredAt = START + this.#step * STEP_MS;
    const event = { id: this.#newId(occurredAt), occurredAt, streamId: STREAM, step: this.#step, actor, ...fields };
    apply(this.state, { type, ...event });
    this.#log?.write(type, event);
    return event.id;
  }
}

const SYSTEM = { type: "system", id: "world" };
const wrap = (number) => (number + SIZE) % SIZE;
const cell = ({ x, y }) => `${x},${y}`;

function change(amounts, key, by) {
  amounts[key] = (amounts[key] ?? 0) + by;
  if (amounts[key] === 0) delete amounts[key];
}

/** The nearest food by a search in rings: where it is, how far, and the first step towards it. */
function nearest(food, from) {
  const seen = new Set([cell(from)]);
  let ring = [{ x: from.x, y: from.y, first: [0, 0] }];
  for (let distance = 0; ring.length > 0; distance++) {
    const next = [];
    for (const place of ring) {
      if (food[cell(place)] > 0) return { cell: cell(place), distance, first: place.first };
      for (const [dx, dy] of [[1, 0], [0, 1], [-1, 0], [0, -1]]) {
        const neighbour = { x: wrap(place.x + dx), y: wrap(place.y + dy), first: distance === 0 ? [dx, dy] : place.first };
        if (seen.has(cell(neighbour))) continue;
        seen.add(cell(neighbour));
        next.push(neighbour);
      }
    }
    ring = next;
  }
}
