// Who comes and what they do: visitors of whom three in ten return, sessions of about 16 events, by day more than by night.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PAGES = 200;

/** type, how often, level: 25 of them */
const TYPES = [
  ["page_view", 400, 2], ["scrolled", 90, 0], ["search", 70, 2], ["search_result_opened", 50, 2], ["task_created", 45, 2], ["task_completed", 40, 4],
  ["task_renamed", 25, 2], ["task_deleted", 12, 2], ["comment_added", 40, 2], ["comment_edited", 8, 2], ["file_uploaded", 18, 2], ["file_opened", 30, 2],
  ["board_created", 6, 4], ["board_shared", 9, 3], ["member_invited", 8, 3], ["filter_applied", 35, 1], ["view_switched", 30, 1], ["form_submitted", 22, 2],
  ["video_played", 14, 2], ["plan_compared", 10, 3], ["checkout_started", 8, 3], ["checkout_completed", 4, 4], ["login", 20, 2], ["report_exported", 5, 2],
  ["error_shown", 6, 1],
];
const TIMED = new Set(["task_completed", "search", "file_uploaded", "form_submitted", "video_played", "report_exported", "checkout_completed"]);
const DEVICES = [
  [40, "desktop", "Windows", "Chrome", "1920x1080"], [18, "desktop", "macOS", "Safari", "1512x982"], [7, "desktop", "Linux", "Firefox", "1920x1200"],
  [20, "mobile", "iOS", "Safari", "390x844"], [12, "mobile", "Android", "Chrome", "412x915"], [3, "tablet", "Android", "Samsung Internet", "800x1280"],
];
const PLACES = [
  [22, "US", "California", "San Francisco", "en-US"], [18, "US", "New York", "New York", "en-US"], [20, "DE", "Land Berlin", "Berlin", "de-DE"],
  [12, "GB", "England", "London", "en-GB"], [8, "FR", "Île-de-France", "Paris", "fr-FR"], [7, "IN", "Karnataka", "Bengaluru", "hi-IN"],
  [5, "JP", "Tokyo", "Tokyo", "ja-JP"], [4, "BR", "São Paulo", "São Paulo", "pt-BR"], [4, "AT", "Styria", "Graz", "de-AT"],
];
const ORIGINS = [
  [45, null, null, null], [25, "https://www.google.com/", null, null], [8, "https://news.ycombinator.com/", null, null], [6, "https://github.com/", null, null],
  [9, null, '{"source":"newsletter","medium":"email","campaign":"autumn"}', null],
  [7, "https://www.google.com/", '{"source":"google","medium":"cpc","campaign":"boards","term":"kanban"}', "gclid"],
];

/** All sessions, in order of time: `{now, at, length, visitor, user, device, place, origin}`. */
export function plan({ events, days, now }) {
  const sessions = [];
  let visitors = 0;
  for (let planned = 0; planned < events; visitors++) {
    const user = random() < 0.5 ? `u_${visitors}` : null;
    const visitor = uuid(now - days * DAY);
    const [device, place] = [weighted(DEVICES), weighted(PLACES)];
    const visits = random() < 0.7 ? 1 : 2 + Math.floor(-Math.log(1 - random()) * 2);
    for (let visit = 0; visit < visits && planned < events; visit++) {
      const length = Math.min(1 + Math.floor(-Math.log(1 - random()) * 15.5), 120, events - planned);
      planned += length;
      sessions.push({ now, at: moment(now, days), length, visitor, user, device, place, origin: visit === 0 || random() < 0.3 ? weighted(ORIGINS) : ORIGINS[0] });
    }
  }
  sessions.sort((a, b) => a.at - b.at);
  return { sessions, visitors };
}

/** Rows of sessions in the order of `COLUMNS` in `store.mjs`. */
export function* rowsOf(session) {
  const id = uuid(session.at);
  const [, kind, os, browser, screen] = session.device;
  const [, country, region, city, language] = session.place;
  const [, referrer, utm, click] = session.origin;
  let at = session.at;
  let page = 0;
  for (let n = 0; n < session.length; n++) {
    const [, type, level] = n === 0 ? [0, "page_view", 2] : weighted(WEIGHTED_TYPES);
    if (type === "page_view") page = Math.floor(random() ** 3 * PAGES);
    const [category, action] = type === "page_view" ? ["navigation", "viewed"] : [type.split("_")[0], type.split("_").at(-1)];
    const entity = level >= 3 || category === "task" ? "task" : null;
    yield [
      at, uuid(at), at + 1500, type, category, action, level, n + 1, id, session.user, session.visitor, id,
      session.user ? "user" : "anonymous", session.user, entity, entity && `t_${Math.floor(random() * 5000)}`, entity && "Write the announcement",
      TIMED.has(type) ? Math.floor(Math.exp(random() * 12)) : null, `/section-${page % 12}/page-${page}`, `Page ${page} of the product`,
      n === 0 ? referrer : null, n === 0 ? utm : null, n === 0 ? click : null, kind, os, browser, screen, language, country, region, city,
      n % 4 === 1 ? `{"plan":"${page % 3 ? "free" : "pro"}","position":${n}}` : null,
    ];
    at = Math.min(at + 400 + Math.floor(random() * 60_000), session.now);
  }
}

/** By day twice to six times as much as by night. */
function moment(now, days) {
  for (;;) {
    const at = now - Math.floor(random() * days * DAY);
    const hour = (at % DAY) / HOUR;
    if (random() < 0.15 + 0.85 * Math.sin((Math.PI * hour) / 24) ** 2) return at;
  }
}

const WEIGHTED_TYPES = TYPES.map(([type, weight, level]) => [weight, type, level]);
const sums = new Map();

function weighted(list) {
  if (!sums.has(list)) sums.set(list, list.reduce((sum, [weight]) => sum + weight, 0));
  let left = random() * sums.get(list);
  return list.find(([weight]) => (left -= weight) < 0) ?? list[0];
}

let state = 1;

/** Chance that can be repeated, so that two measurements are of much the same events (mulberry32 by Tommy Ettinger, in the public domain). */
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** A version 7 UUID of that millisecond. */
function uuid(at) {
  const time = at.toString(16).padStart(12, "0");
  const part = (digits) => Math.floor(random() * 16 ** digits).toString(16).padStart(digits, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${part(3)}-8${part(3)}-${part(12)}`;
}
