// A Worker that makes rows and stores them, for `fill.mjs`.
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
    const insert = DB.prepare(INSERT);
    let stored = 0;
    while (stored < asked.store) {
      const statements = [];
      while (statements.length < STATEMENTS_A_BATCH && stored < asked.store) {
        const list = take(Math.min(ROWS_A_STATEMENT, asked.store - stored));
        statements.push(insert.bind(JSON.stringify(list)));
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
