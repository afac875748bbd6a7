// Who may do what: a row for each operation of the API, by its `operationId`. The document is not asked, so that it cannot be wrong
// together with the Worker. `matrix.test.mjs` fails for an operation without a row.

const WRITE = ["write", "server"];
const READ = ["read", "admin"];
const ADMIN = ["admin"];
const ANY = [...WRITE, ...READ];

const read = (more) => ({ may: READ, ...more });
const administer = (more) => ({ may: ADMIN, ...more });
/** What names something of a project is not found, or is empty, for who asks with another project's key. */
const NOT_FOUND = [404, "not_found"];

const event = { id: "matrix-event", type: "matrix", occurred_at: 1_771_405_200_000 };
const json = (body) => JSON.stringify(body);

/**
 * `may` are the kinds of keys that open it; without it everybody may. `of` says which id stands in the path. `query` is what must be asked,
 * `body` what must be sent, for the answer to be a 200, or `status`; `foreign` is the answer to another project's key. Where a key
 * `mayTravel`, it may do so in the body or in the address as well. What is done `once` needs another thing to do it to each time. What is for pages of the `sameOrigin` alone is refused to others,
 * whatever the key; what is open to everybody may have `noParameters` all the same.
 *
 * @type {Record<string, {may?: string[], of?: string, query?: string, body?: string, status?: number, foreign?: [number, string], mayTravel?: "body" | "query", once?: boolean,
 *   sameOrigin?: boolean, noParameters?: boolean}>}
 */
export const rows = {
  logEvent: { may: WRITE, body: json(event), mayTravel: "body" },
  logBatch: { may: WRITE, body: json({ events: [event] }), mayTravel: "body" },
  importEvents: administer({ body: `${json(event)}\n` }),
  listEvents: read(),
  recentEvents: read({ query: "everyone=1" }),
  listSession: read({ of: "session" }),
  overview: read(),
  exportEvents: read(),
  getEvent: read({ of: "event", foreign: NOT_FOUND }),
  getCausality: read({ of: "event", foreign: NOT_FOUND }),
  timeseries: read(),
  breakdown: read({ query: "by=type" }),
  timings: read(),
  sessions: read(),
  getSession: read({ of: "session", foreign: NOT_FOUND }),
  activeUsers: read(),
  funnel: read({ query: "step=a&step=b" }),
  retention: read(),
  paths: read(),
  patterns: read(),
  live: read(),
  listStreams: read(),
  delivery: read(),
  cost: read(),
  listRejected: read(),
  replayRejected: administer({ query: "code=nothing" }),
  forgetRejected: administer({ query: "code=nothing" }),
  getPlan: read(),
  listPlans: read(),
  putPlan: administer({ query: "dry_run=1", body: '{"events":{}}' }),
  getConfig: { may: ANY, mayTravel: "query" },
  putConfig: administer({ body: "{}" }),
  deleteEvents: administer({ query: "type=nothing" }),
  eraseUser: administer({ of: "user", query: "dry_run=1" }),
  exportUser: administer({ of: "user" }),
  cleanup: administer({ query: "days=36000" }),
  health: {},
  logIn: read({ sameOrigin: true }),
  getLogin: { noParameters: true },
  logOut: { noParameters: true },
  metrics: read(),
  listAudit: administer(),
  getProject: read(),
  listKeys: administer(),
  makeKey: administer({ body: '{"kind":"read"}', status: 201 }),
  changeKey: administer({ of: "key", body: '{"label":"changed"}', foreign: NOT_FOUND, once: true }),
  rotateKey: administer({ of: "key", body: "{}", status: 201, foreign: NOT_FOUND, once: true }),
  revokeKey: administer({ of: "key", foreign: NOT_FOUND, once: true }),
  getRollups: administer(),
  foldRollups: administer(),
  rebuildRollups: administer({ query: "days=1" }),
};

/** An operation's address, with an id of `known` where one belongs. */
export function addressOf({ path, id }, known, query = rows[id].query) {
  return path.replace("{id}", () => encodeURIComponent(known[rows[id].of])) + (query ? `?${query}` : "");
}

/** The query that an operation needs beside parameters of these names: who is named is not everyone. */
export const queryBeside = (id, ...names) => (rows[id].query === "everyone=1" && names.some((name) => ["user", "user_id"].includes(name)) ? undefined : rows[id].query);
