// A Worker that makes rows and stores them, with the lines of the ledger that their batches would have left, for `fill.mjs`.
import { plan, rowsOf } from "./people.mjs";

const PROJECT = 1;
const ROWS_A_STATEMENT = 2_000;
const STATEMENTS_A_BATCH = 5;
const COLUMNS = [
  "occurred_at", "event_id", "received_at", "type", "category", "action", "level", "seq", "instance_id", "user_id", "visitor_id", "session_id",
  "actor_type", "actor_id", "entity_type", "entity_id", "entity_title", "duration_ms", "page_path", "page_title", "page_referrer", "page_utm",
  "page_click_id", "device_type", "device_os", "device_browser", "device_screen", "device_language", "country", "region", "city", "metadata",
];
const INSERT = `WITH rows AS MATERIALIZED (SELECT jsonb(value) AS row FROM json_each(?1))
  INSERT INTO events (project_id, ${COLUMNS.join(", ")}) SELECT ${PROJECT}, ${COLUMNS.map((_, index) => `row->>${index}`).join(", ")} FROM rows`;

/** What batches of ten say of their events: `[sealed_at, instance_id, batch_id, first_seq, last_seq, accepted]`. */
const LEDGER = `INSERT INTO batches (project_id, sealed_at, instance_id, batch_id, first_seq, last_seq, tracked, accepted, duplicate, rejected, dropped_events)
  SELECT ${PROJECT}, value->>0, value->>1, value->>2, value->>3, value->>4, value->>4, value->>5, 0, 0, 0 FROM json_each(?1)`;
const EVENTS_A_BATCH = 10;
const [OCCURRED_AT, SEQ, INSTANCE] = ["occurred_at", "seq", "instance_id"].map((name) => COLUMNS.indexOf(name));

const HOUR = 3_600_000;
/** All hours are closed, and seem to be folded by somebody for years to come: so nothing is folded behind what is measured. */
const CLOSE = [
  `INSERT INTO roll_ups (project_id, closed_until, folds) VALUES (${PROJECT}, CAST(?1 / ${HOUR} AS INTEGER) - 1, 1)`,
  `INSERT INTO hours (project_id, hour, folded, claimed_at, parts, events, bytes)
   SELECT DISTINCT ${PROJECT}, occurred_at / ${HOUR}, -1, CAST(?1 * 2 AS INTEGER), 0, 0, 0 FROM events
   WHERE project_id = ${PROJECT} AND occurred_at / ${HOUR} < CAST(?1 / ${HOUR} AS INTEGER) - 1`,
];

let rows;

export default {
  async fetch(request, { DB }) {
    const asked = await request.json();
    if (asked.close !== undefined) {
      await DB.batch(CLOSE.map((sql) => DB.prepare(sql).bind(asked.close)));
      return Response.json(true);
    }
    if (asked.store === undefined) {
      const { sessions, visitors } = plan(asked);
      rows = inOrder(sessions);
      return Response.json({ sessions: sessions.length, visitors });
    }
    const [insert, account] = [DB.prepare(INSERT), DB.prepare(LEDGER)];
    let stored = 0;
    while (stored < asked.store) {
      const statements = [];
      while (statements.length < 2 * STATEMENTS_A_BATCH && stored < asked.store) {
        const list = take(Math.min(ROWS_A_STATEMENT, asked.store - stored));
        statements.push(insert.bind(JSON.stringify(list)), account.bind(JSON.stringify(batchesOf(list))));
        stored += list.length;
      }
      await DB.batch(statements);
    }
    return Response.json(stored);
  },
};

function* inOrder(sessions) {
  for (const session of sessions) yield* rowsOf(session);
}

function take(count) {
  const list = [];
  while (list.length < count) {
    const { value, done } = rows.next();
    if (done) break;
    list.push(value);
  }
  return list;
}

/** Rows of one instance follow each other. */
function batchesOf(list) {
  const batches = [];
  for (const row of list) {
    const [at, seq, instance] = [row[OCCURRED_AT], row[SEQ], row[INSTANCE]];
    let batch = batches.at(-1);
    if (batch?.[1] !== instance || batch[5] === EVENTS_A_BATCH) batches.push((batch = [at, instance, `${seq}`, seq, seq, 0]));
    batch[0] = at + 1000;
    batch[4] = seq;
    batch[5] += 1;
  }
  return batches;
}
