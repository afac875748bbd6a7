import type { Schemas } from "trailmark/query";

export type Cost = Schemas["Cost"];

/** One of the things that the plan includes: what a month at this rate comes to, and what there is room for. */
export interface Forecast {
  name: "rows_read" | "rows_written" | "storage";
  title: string;
  /** What the plan's period would see at this rate; of storage, what is stored now. */
  amount: number;
  included: number;
  share: number;
  usd: number;
}

/** Days of the month that the API tells costs for. */
export const MONTH_DAYS = 30;

/** What a month at this rate comes to, in parts of what the plan includes. Of a daily quota a month is thirty. */
export function forecastOf({ month, quotas }: Cost): Forecast[] {
  const periods = quotas.per === "day" ? MONTH_DAYS : 1;
  const line = (name: Forecast["name"], title: string, amount: number, included: number, usd: number) => ({
    name,
    title,
    amount,
    included,
    share: included === 0 ? 0 : amount / included,
    usd,
  });
  return [
    line("rows_written", "Rows written", month.rows_written, quotas.rows_written * periods, month.usd.rows_written),
    line("rows_read", "Rows read", month.rows_read, quotas.rows_read * periods, month.usd.rows_read),
    line("storage", "Storage", month.storage_bytes, quotas.storage_bytes, month.usd.storage),
  ];
}

/** What would make it cheaper, by what is dear. Each names where to do it. */
export interface Advice {
  title: string;
  sentence: string;
  link?: { page: string; own?: Record<string, string>; text: string };
}

/** From how many written rows an event on, batches are small. */
const MANY_ROWS = 1.5;
/** From which part of all read rows on, questions are what reads. */
const MANY_READS = 0.5;

/** What would change the cost of what was counted. */
export function adviceOf(cost: Cost): Advice[] {
  const { total, endpoints, plan } = cost;
  const advice: Advice[] = [];
  const perEvent = total.rows_written_per_event;
  if (perEvent !== null && perEvent > MANY_ROWS) {
    advice.push({
      title: "Larger batches",
      sentence: `An event writes ${decimal(perEvent)} rows, where batches of ten write about 1.2. Each request writes rows of its own: raise flush_at or flush_interval_ms.`,
      link: { page: "settings", own: { tab: "config" }, text: "Remote config" },
    });
  }
  const asked = endpoints.filter(({ events }) => events === 0).reduce((sum, { rows_read }) => sum + rows_read, 0);
  if (total.rows_read > 0 && asked / total.rows_read > MANY_READS) {
    advice.push({
      title: "Cheaper questions",
      sentence: "Most rows are read by questions. Those over long ranges read more; a filter by search reads the log itself. Are all hours folded?",
      link: { page: "settings", own: { tab: "data" }, text: "Roll-ups" },
    });
  }
  advice.push({
    title: "Fewer events",
    sentence: "Sample the types that come most and say least, or raise min_level: an event that is not tracked costs nothing.",
    link: { page: "settings", own: { tab: "config" }, text: "Remote config" },
  });
  advice.push({
    title: "Less to keep",
    sentence: "retention_days deletes what is older by itself. Each deleted event is a written row, once, and storage falls.",
    link: { page: "settings", own: { tab: "retention" }, text: "Retention" },
  });
  if (plan === "free") {
    advice.push({
      title: "Another plan",
      sentence: "Cloudflare's free plan writes 100,000 rows a day and then nothing until midnight UTC. The paid one includes 50 million a month; say PLAN = \"paid\" in wrangler.toml then.",
    });
  }
  return advice;
}

/** What an endpoint is called, and what its rows are for, where its name does not say it. */
const endpointNotes: Record<string, string> = {
  background: "Folding of roll-ups, retention and other work behind answers.",
  usage: "Writing down this very account.",
};

/** A sentence on an endpoint that is none of the API's. */
export function endpointNote(endpoint: string): string | undefined {
  return Object.hasOwn(endpointNotes, endpoint) ? endpointNotes[endpoint] : undefined;
}

/** `$0.00`, `$12.50`, and `< $0.01` for what is more than nothing. */
export function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? "< $0.01" : `$${usd.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** Bytes as D1 bills them, in powers of ten: `7.88 MB`. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${value.toLocaleString("en", { maximumFractionDigits: power === 0 || value >= 100 ? 0 : 2 })} ${units[power]}`;
}

/** A share in percent; what is there is never written as nothing. */
export function sharePercent(share: number): string {
  if (share > 0 && share < 0.0001) return "< 0.01 %";
  return `${(100 * share).toLocaleString("en", { maximumFractionDigits: share < 0.1 ? 2 : 1 })} %`;
}

/** A number with at most two places. */
export function decimal(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}
