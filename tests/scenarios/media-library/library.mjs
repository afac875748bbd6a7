// A media library that keeps itself in order: a scheduler scans folders every night, people add films and delete them, and a rule deletes what
// was watched. Everything goes to an audit log with who did it. Chance is seeded; `told` is what the library itself knows of all that.
import { chance } from "../seeded.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIRST = ["Silent", "Golden", "Last", "Broken", "Hidden", "Distant"];
const SECOND = ["Harbour", "Orchard", "Winter", "Signal", "Garden", "Mountain", "River"];
export const PEOPLE = [{ type: "user", id: "anna", name: "Anna" }, { type: "user", id: "ben", name: "Ben" }];
export const SCHEDULER = { type: "scheduler", id: "nightly-scan", name: "Nightly scan" };
export const RULE = { type: "rule", id: "watched-30-days", name: "Delete what was watched 30 days ago" };

/** The library's last days up to `now`. Returns its films, and every event as it was told; none lies near a whole hour before `now`. */
export function library({ log, now, days, seed }) {
  const random = chance(seed);
  const below = (limit) => Math.floor(random() * limit);
  const told = [];
  const films = [];
  const tell = (type, actor, at, fields) => {
    const id = log.write(type, { actor, occurredAt: at, ...(actor.type === "user" && { userId: actor.id }), ...fields });
    told.push({ id, type, actor, at, title: fields.entityTitle, bytes: fields.metadata?.file_size });
    return id;
  };
  const about = (film) => ({ entityType: "film", entityId: film.id, entityTitle: film.title });
  const add = (actor, at) => {
    const film = { id: `film-${told.length}`, title: `${FIRST[below(FIRST.length)]} ${SECOND[below(SECOND.length)]} ${1950 + below(75)}`, bytes: (1 + below(9_000)) * 2 ** 20 };
    films.push(film);
    tell("film_added", actor, at, { ...about(film), metadata: { file_size: film.bytes } });
  };
  const remove = (actor, at, reason) => {
    const [film] = films.splice(below(films.length), 1);
    if (film) tell("film_deleted", actor, at, { ...about(film), level: "decision", metadata: { file_size: film.bytes, reason } });
  };
  for (let day = days; day >= 0; day--) {
    const start = now - day * DAY - 20 * HOUR + 30 * MINUTE;
    const folder = { entityType: "folder", entityId: `disk-${day % 3}`, entityTitle: `Films on disk ${day % 3}` };
    const scan = { ...folder, correlationId: `scan-${day}`, causedBy: tell("scan_started", SCHEDULER, start, { ...folder, correlationId: `scan-${day}`, level: "state" }) };
    const took = 60_000 + below(600_000);
    if (random() < 0.2) tell("scan_failed", SCHEDULER, start + took, { ...scan, level: "decision", durationMs: took, metadata: { error: "the disk does not answer" } });
    else tell("scan_completed", SCHEDULER, start + took, { ...scan, durationMs: took, metadata: { files: films.length } });
    for (let n = 1 + below(3); n > 0; n--) add(PEOPLE[below(2)], start + HOUR * (2 + n));
    if (random() < 0.6) remove(RULE, start + 7 * HOUR, "watched");
    if (random() < 0.5) remove(PEOPLE[below(2)], start + 9 * HOUR, "not wanted");
  }
  return { told, films };
}
