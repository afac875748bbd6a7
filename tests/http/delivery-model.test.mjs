// Random histories of many instances, told to the real Worker and to a model that knows every event's fate one by one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApi } from "./api.mjs";
import { projects, v7 } from "./accounts.mjs";

const DAY = 86_400_000;
const FIRST_DAY = Date.parse("2026-02-14T00:00:00Z");
const DAYS = 5;
const INSTANCES = 14;
const STEPS = 350;
const REASONS = ["expired", "queue_full", "too_large"];
const LEVELS = ["detail", "state", "action", "decision", "milestone"];

let api, newProject;
before(async () => {
  api = await startApi();
  newProject = projects(api);
});
after(() => api.stop());

for (const seed of [1, 2, 3, 4, 5]) {
  test(`history ${seed}`, async () => {
    const random = randomOf(seed);
    const project = await newProject();
    const model = new Model();
    const instances = Array.from({ length: INSTANCES }, (_, n) => new Instance(n, random));
    const moments = Array.from({ length: 10 }, () => FIRST_DAY - DAY / 2 + random.upTo((DAYS + 2) * DAY)).sort((a, b) => a - b);
    const ranges = moments.slice(1).map((to, n) => [moments[n], to + 1]);
    const compare = async (when) => {
      for (const [from, to] of [[undefined, undefined], [moments[2], undefined], [undefined, moments[7]], ...ranges]) {
        const asked = Object.fromEntries(Object.entries({ from, to }).filter(([, moment]) => moment !== undefined));
        const { range, meta, days, ...total } = await project.ask(asked);
        const expected = model.accounts(from ?? 0, to ?? Infinity);
        assert.deepEqual(days, expected.days, JSON.stringify({ when, seed, asked }));
        assert.deepEqual(total, expected.total, JSON.stringify({ when, seed, asked }));
        // Each batch is read once, or the ledger of its hour.
        assert.ok(meta.rows_read <= total.batches + 3 * (DAYS + 2) * 24, `${meta.rows_read} rows read of ${total.batches} batches`);
      }
    };
    for (let step = 0; step < STEPS; step++) await random.of(instances).step(random, project, model);
    await compare("before anything is folded, but what answers fold behind themselves");
    await project.foldAll();
    await compare("folded");
    for (let step = 0; step < STEPS / 5; step++) await random.of(instances).step(random, project, model);
    await compare("with late batches");
    await project.foldAll();
    await compare("folded again");
    const { meta } = await project.ask();
    assert.ok(meta.folded_hours > 20 && meta.rows_read < 3 * (DAYS + 2) * 24, JSON.stringify(meta));
  });
}

/** A tracker with bad luck: it tracks, drops, loses, sends, sends again, and cuts its events into batches anew. */
class Instance {
  constructor(n, random) {
    this.startedAt = FIRST_DAY + random.upTo(DAYS * DAY);
    this.now = this.startedAt;
    this.tellsTime = random.chance(0.7);
    this.id = this.tellsTime ? v7(this.startedAt, n) : `instance-${n}`;
    this.origin = random.chance(0.3) ? 1 : 0;
    this.tellsTracked = random.chance(0.6);
    this.measures = random.chance(0.6);
    Object.assign(this, { tracked: 0, batches: 0, waiting: [], tried: [], drops: [] });
  }

  async step(random, project, model) {
    this.now += random.upTo(random.chance(0.1) ? DAY : 60_000);
    const actions = [() => this.track(random), () => this.track(random), () => this.send(random, project, model), () => this.send(random, project, model)];
    const rare = [() => this.drop(random), () => this.lose(random), () => this.again(random, project, model), () => this.recut(random), () => this.giveUp(random), () => this.early(random, project, model)];
    await random.of([...actions, random.of(rare)])();
  }

  track(random) {
    for (let count = 1 + random.upTo(12); count > 0; count--) {
      const seq = this.origin + this.tracked++;
      this.waiting.push({ id: `${this.id}_${seq}`, occurred_at: this.now, seq, type: random.chance(0.05) ? 7 : "task_done" });
    }
  }

  drop(random) {
    const count = this.waiting.splice(0, random.upTo(4)).length;
    if (count > 0) this.drops.push({ reason: random.of(REASONS), level: random.of(LEVELS), count });
  }

  /** A batch that never arrives and is never tried again. */
  lose(random) {
    this.seal(random);
  }

  async send(random, project, model) {
    const batch = this.seal(random);
    if (!batch) return;
    this.tried.push(batch);
    await deliver(batch, project, model);
  }

  /** An answer was lost: the same bytes again. */
  async again(random, project, model) {
    if (this.tried.length > 0) await deliver(random.of(this.tried), project, model);
  }

  /** Events of a batch that was sent wait for another one. */
  recut(random) {
    if (this.tried.length === 0) return;
    const events = random.of(this.tried).events;
    this.waiting.push(...events.slice(random.upTo(events.length)));
  }

  /** Events of a batch whose answer was lost are given up in the end, although they may have arrived. */
  giveUp(random) {
    if (this.tried.length > 0) this.drops.push({ reason: random.of(REASONS), level: random.of(LEVELS), count: random.of(this.tried).events.length });
  }

  /** A page that was left before its tracker ran sends in nobody's name. */
  async early(random, project, model) {
    const events = this.waiting.slice(0, random.upTo(4)).map(({ seq, ...event }) => event);
    if (events.length > 0) await deliver({ events }, project, model);
  }

  seal(random) {
    const events = this.waiting.splice(0, 1 + random.upTo(10));
    if (events.length === 0) return null;
    const batch = { batch_id: `${++this.batches}`, sealed_at: this.now, instance_id: this.id, events };
    if (this.tellsTracked) batch.tracked = this.tracked;
    if (this.drops.length > 0) batch.dropped = this.drops.splice(0);
    if (this.measures) batch.overhead = { busy_us: random.upTo(5_000), track_us: Array.from({ length: 8 }, (_, n) => random.upTo(9 - n)) };
    return batch;
  }
}

async function deliver(batch, project, model) {
  const { accepted, duplicate, rejected } = await project.send(batch);
  assert.deepEqual([accepted, duplicate, rejected], model.take(batch));
}

/** What the server should know: who owns each stored event, and what each batch was the first to bring. */
class Model {
  owners = new Map();
  batches = new Map();

  /** Takes a batch; returns how many of its events are accepted, duplicate, rejected. */
  take(batch) {
    const name = JSON.stringify([batch.instance_id, batch.sealed_at, batch.batch_id]);
    if (batch.instance_id && !this.batches.has(name)) this.batches.set(name, { ...batch, brought: new Set(), copies: 0 });
    const known = this.batches.get(name);
    const counts = [0, 0, 0];
    for (const event of batch.events) {
      const fate = typeof event.type !== "string" ? 2 : this.owners.has(event.id) ? 1 : 0;
      counts[fate]++;
      if (fate === 1 && known) known.copies++;
      if (fate === 2 || this.owners.get(event.id)) continue;
      this.owners.set(event.id, batch.instance_id);
      known?.brought.add(event.id);
    }
    return counts;
  }

  accounts(from, to) {
    const within = [...this.batches.values()].filter((batch) => batch.sealed_at >= from && batch.sealed_at < to);
    const days = new Map();
    for (const id of new Set(within.map((batch) => batch.instance_id))) {
      const { began, account } = this.account(within.filter((batch) => batch.instance_id === id), from, to);
      const date = new Date(began).toISOString().slice(0, 10);
      days.set(date, [...(days.get(date) ?? []), account]);
    }
    const dates = [...days.keys()].sort();
    return { total: summary([...days.values()].flat()), days: dates.map((date) => ({ date, ...summary(days.get(date)) })) };
  }

  /** One instance's part of a range, event by event. */
  account(batches, from, to) {
    const startedAt = startOf(batches[0].instance_id);
    const seqs = batches.flatMap((batch) => batch.events.map((event) => event.seq));
    const stored = new Set(batches.flatMap((batch) => [...batch.brought])).size;
    const rejected = batches.flatMap((batch) => batch.events.filter((event) => typeof event.type !== "string")).length;
    const lines = batches.flatMap((batch) => batch.dropped ?? []);
    const lost = lines.reduce((sum, { count }) => sum + count, 0);
    const said = batches.flatMap((batch) => batch.tracked ?? []);
    const [lowest, highest] = [Math.min(...seqs), Math.max(...seqs)];
    // Who says how many it tracked, and sends a number as high, counts from 1; who says nothing does unless there was a number 0.
    const countsFromOne = said.length > 0 ? batches.some((batch) => Math.max(...batch.events.map((event) => event.seq)) >= batch.tracked) : lowest > 0;
    const first = startedAt < from ? lowest : countsFromOne ? 1 : 0;
    const end = Math.max(highest, ...said.map((tracked) => tracked - (countsFromOne ? 0 : 1)));
    const tracked = Math.max(end - first + 1, stored + rejected + lost);
    const began = startedAt >= from && startedAt < to ? startedAt : Math.min(...batches.map((batch) => batch.sealed_at));
    const copies = batches.reduce((sum, batch) => sum + batch.copies, 0);
    const costs = batches.flatMap((batch) => batch.overhead ?? []);
    return { began, account: { tracked, stored, rejected, lost, lines, copies, costs, batches: batches.length } };
  }
}

function startOf(id) {
  return id.startsWith("instance-") ? NaN : Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}

function summary(accounts) {
  const sum = (of) => accounts.reduce((total, account) => total + of(account), 0);
  const [tracked, stored, rejected, lost] = [sum((one) => one.tracked), sum((one) => one.stored), sum((one) => one.rejected), sum((one) => one.lost)];
  const dropped = { total: lost, by_reason: {}, by_reason_and_level: {} };
  for (const { reason, level, count } of accounts.flatMap((one) => one.lines)) {
    dropped.by_reason[reason] = (dropped.by_reason[reason] ?? 0) + count;
    const levels = (dropped.by_reason_and_level[reason] ??= {});
    levels[level] = (levels[level] ?? 0) + count;
  }
  return {
    tracked,
    stored,
    rejected,
    dropped,
    outstanding: tracked - stored - rejected - lost,
    duplicates_refused: sum((one) => one.copies),
    capture_rate: tracked === 0 ? null : stored / tracked,
    instances: accounts.length,
    batches: sum((one) => one.batches),
    overhead: cost(accounts.filter((one) => one.costs.length > 0)),
  };
}

function cost(accounts) {
  const bounds_us = [64, 128, 256, 512, 1024, 2048, 4096];
  const costs = accounts.flatMap((one) => one.costs);
  const samples = costs.flatMap(({ track_us }) => track_us.flatMap((count, bucket) => Array(count).fill(bounds_us[bucket] ?? null)));
  samples.sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const percentile = (percent) => samples[Math.ceil((samples.length * percent) / 100) - 1] ?? null;
  const stored = accounts.reduce((sum, one) => sum + one.stored, 0);
  const mean_us = stored === 0 ? null : costs.reduce((sum, { busy_us }) => sum + busy_us, 0) / stored;
  const counts = [...bounds_us, null].map((_, bucket) => costs.reduce((sum, { track_us }) => sum + track_us[bucket], 0));
  return { samples: samples.length, p50_us: percentile(50), p99_us: percentile(99), mean_us, bounds_us, counts };
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (limit) => Math.floor(next() * limit);
  return { upTo, chance: (share) => next() < share, of: (list) => list[upTo(list.length)] };
}
