// An assistant that works for people on its own: it reads their platforms, remembers, talks with them, and every week puts a digest together.
// Where each thing came from goes to a log, as a summary for people and with its causes. Chance is seeded.
import { chance } from "../seeded.mjs";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PLATFORMS = ["calendar", "mail", "tasks"];
const MEMORIES = ["preference", "fact", "summary"];

/** The events of the product, and nothing but these. */
export const PLAN = {
  mode: "strict",
  events: {
    platform_synced: { category: "platform", level: "state", properties: { platform: { type: "string", required: true, enum: PLATFORMS }, items: { type: "integer", required: true } } },
    memory_written: { category: "memory", properties: { kind: { type: "string", required: true, enum: MEMORIES } } },
    chat_session: { category: "chat", action: "held", properties: { turns: { type: "integer", required: true, maximum: 1000 } } },
    deliverable_run: {
      category: "deliverable", action: "generated", level: "milestone",
      properties: {
        version: { type: "integer", required: true }, status: { type: "string", required: true, enum: ["staged", "failed"] }, sources: { type: "integer" },
      },
    },
  },
};

/** Two weeks of work for a user, up to the third digest at `until`. Returns what it told the log, oldest first. */
export function fortnight({ log, userId, until, seed }) {
  const random = chance(seed);
  const below = (limit) => Math.floor(random() * limit);
  const one = (list) => list[below(list.length)];
  const told = [];
  const tell = (type, at, summary, fields) => {
    const id = log.write(type, { userId, occurredAt: at, summary, correlationId: `${userId}:${Math.floor(at / DAY)}`, ...fields });
    told.push({ id, type, at, summary });
    return id;
  };
  let sources = [];
  for (let day = 14; day >= 0; day--) {
    const morning = until - day * DAY;
    for (const platform of PLATFORMS.slice(below(2))) {
      const items = 1 + below(40);
      const at = morning - (90 + below(60)) * MINUTE;
      sources.push(tell("platform_synced", at, `${capital(platform)} synced, ${items} items`, { metadata: { platform, items } }));
    }
    if (random() < 0.4) {
      const kind = one(MEMORIES);
      sources.push(tell("memory_written", morning - (30 + below(30)) * MINUTE, `Remembered a ${kind}`, { causedBy: sources.at(-1), metadata: { kind } }));
    }
    if (day % 7 === 0) {
      const version = 3 - day / 7;
      const title = `Weekly Digest v${version}`;
      const digest = { entityType: "deliverable", entityId: `${userId}-digest-${version}`, entityTitle: title, causedBy: sources.slice(-16) };
      tell("deliverable_run", morning, `${title} generated (staged)`, { ...digest, metadata: { version, status: "staged", sources: sources.length } });
      sources = [];
    } else if (random() < 0.5) {
      const turns = 2 + below(12);
      tell("chat_session", morning + (60 + below(300)) * MINUTE, `Chat of ${turns} turns`, { metadata: { turns } });
    }
  }
  return told.sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);
