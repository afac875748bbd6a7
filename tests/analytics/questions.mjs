// What is asked: a list by hand for each endpoint, and as many more as one likes, put together by chance.
import { chance } from "./random.mjs";

/** A question from an endpoint and a query string. */
export function question(endpoint, query = "") {
  return { endpoint, parameters: [...new URLSearchParams(query)] };
}

export function asText({ endpoint, parameters }) {
  return `${endpoint}?${new URLSearchParams(parameters)}`;
}

const MONTH = "from=2025-03-04&to=2025-04-08";
const MID = "from=2025-03-20&to=2025-03-31";
const BERLIN = "from=2025-03-28&to=2025-04-01&tz=Europe/Berlin";
const JOHNS = "from=2025-03-07&to=2025-03-11&tz=America/St_Johns";
const KOLKATA = "from=2025-03-15T03:17:11.123Z&to=2025-03-17T20:00:00.001Z&tz=Asia/Kolkata";
const CHECKOUT = `step=type%3Dpage_view%26path%3D%2Fpricing&step=${encodeURIComponent("Checkout Started")}&step=checkout_completed`;

export const BY_HAND = [
  ...[
    MONTH, MID, BERLIN, JOHNS, KOLKATA, `${BERLIN}&interval=hour`, `${JOHNS}&interval=hour`, `${MONTH}&interval=week`, `${MONTH}&interval=month&tz=Europe/Berlin`,
    `${MONTH}&interval=week&tz=America/St_Johns&compare=previous`, `${MID}&compare=previous&by=type`, `${MID}&by=path&limit=100`, `${MID}&by=source&limit=3`,
    `${BERLIN}&by=metadata.plan`, "from=2025-03-30T00:30:00Z&to=2025-03-30T02:10:00Z&interval=minute&tz=Europe/Berlin", "range=all&interval=month",
    "from=2025-03-25T10:59:59.999Z&to=2025-03-25T11:00:00.000Z&interval=minute", `${MID}&bots=only`, `${MID}&bots=include&by=country`,
    `${MID}&user=(none)`, `${MID}&session.not=(none)&by=device`, `${KOLKATA}&interval=hour&compare=previous`, "from=2024-01-01&to=2024-01-05",
    "from=2025-03-05&to=2025-03-05&tz=Pacific/Kiritimati", `${MID}&by=channel&compare=previous`,
  ].map((query) => question("timeseries", query)),
  ...[
    "type", "category", "action", "level", "path", "title", "entity_type", "entity", "entity_id", "entity_title", "actor_type", "actor", "actor_name", "stream", "user",
    "visitor", "session", "device", "os", "browser", "language", "screen", "country", "region", "city", "referrer", "channel", "source", "medium", "campaign", "term",
    "content", "click_id", "metadata.plan", "metadata.price", "metadata.beta", "metadata.nested.deep.name", "metadata.nested", "metadata.labels", "metadata.none",
  ].map((by, n) => question("breakdown", `${n % 2 ? MONTH : MID}&by=${by}&limit=${[10, 100, 3][n % 3]}${n % 4 ? "" : "&compare=previous"}`)),
  ...[
    `${MONTH}&by=path,source,device,country,type&compare=previous`, `${MID}&by=type&sort=users`, `${MID}&by=country,browser&sort=visitors&compare=previous`,
    `${MID}&by=campaign&sort=sessions`, `${MID}&by=type&bots=only`, `${MID}&by=path&user=nobody`, `${BERLIN}&by=path&channel=organic%20search`,
    `${MID}&by=type&path.contains=DOCS`, `${MID}&by=path&path.contains=/docs`, `${MID}&by=path&path.contains=GRÖßE&limit=100`, `${MID}&by=path&path.contains=100%25`,
    `${MID}&by=path&path.contains=_`, `${MID}&by=path&path.not_contains=s&limit=100`, `${MID}&by=title&title.contains=%22`, `${MID}&by=path&path=/search%2Call`, `${MID}&by=path&path=/search%5C%2Call,/pricing`,
    `${MID}&by=path&path=/,/pricing`, `${MID}&by=path&path.not=/,/pricing&limit=100`, `${MID}&by=path&path.not=(none)&limit=100`, `${MID}&by=path&path=(none),/`,
    `${MID}&by=user&user_id=u_7`, `${MID}&by=session&visitor_id=v_3`, `${MID}&by=stream&stream_id=${encodeURIComponent("run, with comma")}`,
    `${MID}&by=source&source=google,newsletter`, `${MID}&by=type&source=(none)`, `${MID}&by=medium&channel.not=direct`, `${MID}&by=type&metadata.plan=pro`,
    `${MID}&by=type&metadata.price=12.5`, `${MID}&by=type&metadata.price.not=0`, `${MID}&by=type&metadata.beta=true`, `${MID}&by=path&level=milestone,decision`,
    `${MID}&by=type&title=${encodeURIComponent("O'Brien; DROP TABLE events")}`, `${MID}&by=action&type=page_view,%F0%9F%8E%B2`,
    `${MID}&by=category&country=DE,(none)&device.not=mobile&path.contains=o&bots=include`,
  ].map((query) => question("breakdown", query)),
  ...[
    MONTH, `${MID}&by=path`, `${MID}&by=country&compare=previous`, `${BERLIN}&by=browser&limit=2`, `${MID}&type=search`, `${MID}&user=nobody`, `${MID}&by=metadata.plan`,
    `${MID}&by=source`, `${MID}&path=/pricing&by=device`,
  ].map((query) => question("timings", query)),
  ...[
    MONTH, `${MID}&compare=previous`, `${BERLIN}&limit=100`, `${KOLKATA}&limit=1`, `${MID}&type=page_view`, `${MID}&source=google&limit=100`, `${MID}&channel=direct`,
    `${MID}&user=(none)&limit=25`, `${MID}&path=/pricing,/checkout`, `${MID}&user=nobody`, `${MID}&bots=only`, `${MID}&country=DE&metadata.plan=pro&limit=100`,
    "from=2025-03-21T10:00:00Z&to=2025-03-21T10:20:00Z&limit=100",
  ].map((query) => question("sessions", query)),
  ...[
    MONTH, `${MID}&compare=previous`, `${BERLIN}&people=user`, `${JOHNS}&people=session`, KOLKATA, `${MID}&country=DE`, `${MID}&type=checkout_completed`,
    "from=2025-04-05&to=2025-05-15&tz=Asia/Kolkata", `${MID}&user=nobody`,
  ].map((query) => question("active-users", query)),
  ...[
    `${MONTH}&${CHECKOUT}`, `${MID}&${CHECKOUT}&window=30m&compare=previous`, `${MID}&${CHECKOUT}&by=device`, `${MONTH}&${CHECKOUT}&people=user&window=90d`,
    `${MONTH}&${CHECKOUT}&people=session&window=2h&by=source`, `${MONTH}&step=page_view&step=page_view&step=page_view&window=1m`,
    `${MONTH}&step=page_view&step=search&step=page_view&step=search&window=3d&by=country&limit=2`, `${MONTH}&step=search&step=never`,
    `${MONTH}&step=never&step=search`, `${BERLIN}&step=category%3Dtask&step=path.contains%3Dcheckout%26level%3Dmilestone`,
    `${MID}&step=metadata.plan%3Dpro&step=metadata.beta%3Dfalse&device=mobile`, `${MONTH}&step=source%3Dgoogle&step=checkout_completed&bots=include`,
  ].map((query) => question("funnel", query)),
  ...[
    MONTH, `${MONTH}&interval=day&periods=10&tz=Europe/Berlin`, `${MONTH}&interval=month`, `${MID}&interval=day&first=page_view&again=checkout_completed&people=user`,
    `${MONTH}&first=path%3D%2Fpricing&tz=America/St_Johns&people=session&interval=day`, `${MONTH}&country=DE&tz=Asia/Kolkata&periods=2`, `${KOLKATA}&interval=day`,
  ].map((query) => question("retention", query)),
  ...[
    MONTH, `${MID}&by=type&limit=3`, `${MID}&start=path%3D%2Fpricing&depth=5`, `${MID}&end=checkout_completed&by=type&depth=2&limit=4`, `${MID}&start=search&by=type&depth=10`,
    `${BERLIN}&limit=2&depth=1`, `${MID}&device=mobile&limit=100`, `${MID}&user=nobody`, `${MID}&end=path%3D%2Fcheckout&limit=5`,
  ].map((query) => question("paths", query)),
  ...[MONTH, BERLIN, JOHNS, `${KOLKATA}&limit=100`, `${MID}&device=mobile&limit=3&compare=previous`, `${MID}&user=nobody`, `${MID}&type=page_view,search&bots=include`].map((query) => question("patterns", query)),
  ...[
    MONTH, "from=2025-03-15T03:17:11.123Z&to=2025-03-16T20:00:00.001Z", `${MID}&user_id=u_7`, `${MID}&type=page_view,search&level=state`,
    `${MID}&correlation_id=c_3`,
  ].filter((query) => !query.includes("level")).map((query) => question("/api/events/analytics", query)),
  ...[
    MONTH, `${MID}&limit=100`, `${BERLIN}&limit=3`, KOLKATA, `${MONTH}&stream_id=${encodeURIComponent("run, with comma")}`, `${MONTH}&stream.contains=JOB&limit=50`,
    `${MID}&type=page_view&bots=include`, `${MID}&level=milestone,decision`, `${MONTH}&correlation_id=c_3&limit=7`, `${MONTH}&ref=${encodeURIComponent('row:3, "1"')}`,
    `${MID}&user=nobody`, `${MID}&country=DE&metadata.plan=pro`, `${MID}&actor=r_1`, `${MID}&source=google&limit=2`,
    "from=2025-03-21T10:00:00Z&to=2025-03-22T10:20:00Z&limit=100",
  ].map((query) => question("/api/streams", query)),
];

const ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"];
export const FILTERS = [
  "country=DE", "country.not=DE,AT", "country=(none)", "device=mobile,tablet", "device.not=(none)", "browser.contains=SA", "os.not_contains=o", "path=/", "path.contains=docs",
  "path.not_contains=/p", "path.not=(none)", "type=page_view", "type.not=page_view,scroll", "category=task", "level=milestone", "level.not=detail,action", "user.not=(none)",
  "user=(none)", "session=(none)", "visitor.contains=_1", "source=google", "source.not=google", "channel=direct", "channel.not=direct,email", "campaign.contains=autumn",
  "click_id=gclid", "actor_type=user", "actor=r_1", "entity_type=task", "entity.contains=t_1", "title=Board", "metadata.plan=pro,free", "metadata.beta.not=true",
  "metadata.nested.deep.name.contains=GR", "stream=run_1", "bots=include", "bots=only", "city.contains=.", "referrer=google.com,example.org",
  "correlation_id=c_3", "ref=row:3, \"1\"", "stream.not=(none)",
];
const BY = ["type", "category", "path", "title", "country", "device", "source", "channel", "campaign", "user", "level", "actor_type", "entity_type", "metadata.plan", "language"];

/** Questions by chance. */
export function byChance(count, seed) {
  const dice = chance(seed);
  return Array.from({ length: count }, () => anyQuestion(dice));
}

function anyQuestion(dice) {
  const endpoint = dice.pick(["timeseries", "breakdown", "timings", "sessions", "active-users", "funnel", "retention", "paths", "patterns", "/api/streams"]);
  const parts = [rangeBy(dice), ...dice.some(FILTERS, dice.below(3)), `tz=${dice.pick(ZONES)}`, ...(dice.often(0.7) ? [`limit=${1 + dice.below(30)}`] : [])];
  const compare = () => dice.often(0.3) && parts.push("compare=previous");
  const people = () => dice.often(0.4) && parts.push(`people=${dice.pick(["user", "session"])}`);
  const without = (name) => parts.splice(0, parts.length, ...parts.filter((part) => !part.startsWith(`${name}=`)));
  const steps = ["page_view", "search", "category=task", "path.contains=/p", "level=milestone", "checkout_completed", "scroll"];
  switch (endpoint) {
    case "timeseries":
      parts.push(`interval=${dice.pick(["hour", "day", "week", "month"])}`, ...(dice.often(0.4) ? [`by=${dice.pick(BY)}`] : []));
      compare();
      break;
    case "breakdown":
      parts.push(`by=${dice.some(BY, 1 + dice.below(3)).join(",")}`, `sort=${dice.pick(["events", "users", "visitors", "sessions"])}`);
      compare();
      break;
    case "timings":
      parts.push(`by=${dice.pick(BY)}`);
      compare();
      break;
    case "sessions":
      compare();
      break;
    case "active-users":
      without("limit");
      people();
      compare();
      break;
    case "funnel":
      for (let n = 2 + dice.below(3); n > 0; n--) parts.push(`step=${encodeURIComponent(dice.pick(steps))}`);
      parts.push(`window=${dice.pick(["10m", "3h", "2d", "90d"])}`, ...(dice.often(0.4) ? [`by=${dice.pick(BY)}`] : []));
      people();
      compare();
      break;
    case "retention":
      without("limit");
      parts.push(`interval=${dice.pick(["day", "week", "month"])}`, ...(dice.often(0.4) ? [`again=${encodeURIComponent(dice.pick(steps))}`] : []));
      people();
      break;
    case "paths":
      parts.push(`by=${dice.pick(["type", "path"])}`, `depth=${1 + dice.below(5)}`);
      if (dice.often(0.5)) parts.push(`${dice.pick(["start", "end"])}=${encodeURIComponent(dice.pick(steps))}`);
      break;
    case "patterns":
      compare();
      break;
  }
  // A filter may come twice, and bots with another saying; the last word is then nobody's.
  const seen = new Set();
  return question(endpoint, parts.filter((part) => part.startsWith("step=") || !seen.has(part.split("=")[0]) && seen.add(part.split("=")[0])).join("&"));
}

function rangeBy(dice) {
  const day = (number) => new Date(Date.parse("2025-03-04") + number * 86_400_000).toISOString().slice(0, 10);
  const first = dice.below(33);
  if (dice.often(0.6)) return `from=${day(first)}&to=${day(first + dice.below(14))}`;
  const from = Date.parse("2025-03-04") + dice.below(33 * 86_400_000);
  return `from=${from}&to=${from + 1 + Math.floor(dice.random() ** 2 * 9 * 86_400_000)}`;
}
