import type { Schemas } from "trailmark/query";

/** A remote config as it is put: what it does not name is at its default. */
export type Config = Schemas["Config"];
export type Level = Schemas["Level"];

export const LEVELS: Level[] = ["detail", "state", "action", "decision", "milestone"];

/** The pieces of autocapture, as remote config names them. */
export const PIECES = ["page_views", "clicks", "outbound_links", "downloads", "forms", "scroll_depth", "engagement", "web_vitals", "errors", "rage_clicks", "dead_clicks"];

/** What holds where a config says nothing. */
export const defaults = { enabled: true, share: 1, min_level: "detail", flush_at: 10, flush_interval_ms: 5000, cookieless: false } as const;

/** Members that the Worker alone knows: trackers are not told. */
const OWN = ["retention_days", "cookieless"];

/** The config that is put to keep what an answer shows. `redact` belongs to the plan, and is refused here. */
export function putOf(shown: Schemas["ConfigShown"]): Config {
  const { redact: _, ...config } = shown;
  return config;
}

/** The part of a config that trackers are told with every answer. */
export function toldOf(shown: Schemas["ConfigShown"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !OWN.includes(name)));
}

/** The member at a path, or undefined. */
export function member(config: Config, path: string[]): unknown {
  return path.reduce<unknown>((value, name) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined), config);
}

/** The config with a member at a path; undefined takes it away. Objects that are left empty go too: they say nothing. */
export function withMember(config: Config, [name, ...rest]: string[], value: unknown): Config {
  if (name === undefined) return config;
  const before = config as Record<string, unknown>;
  const inner = rest.length === 0 ? value : withMember(asObject(before[name]) as Config, rest, value);
  const isNothing = inner === undefined || (isObject(inner) && Object.keys(inner).length === 0);
  const { [name]: _, ...others } = before;
  if (isNothing) return others as Config;
  // In its own place, so that a text that is edited elsewhere does not jump.
  return (name in before ? { ...before, [name]: inner } : { ...others, [name]: inner }) as Config;
}

/** A share of sessions, from percent as they are typed: with four decimal places at most, as the server takes it. */
export function shareOf(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : Math.round(percent * 100) / 10_000;
}

/** A share as percent. */
export function percentOf(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 10_000) / 100;
}

/** What is different between two configs, in words: a line for each member. */
export function differences(before: Config, after: Config): string[] {
  const lines: string[] = [];
  const walk = (one: unknown, other: unknown, path: string) => {
    if (JSON.stringify(one) === JSON.stringify(other)) return;
    if (isObject(one) || isObject(other)) {
      const names = new Set([...Object.keys(asObject(one)), ...Object.keys(asObject(other))]);
      for (const name of [...names].sort()) walk(asObject(one)[name], asObject(other)[name], path ? `${path}.${name}` : name);
      return;
    }
    lines.push(`${path}: ${said(one)} → ${said(other)}`);
  };
  walk(before, after, "");
  return lines;
}

/** Reads the text of a config; a text says what is wrong. */
export function readConfig(text: string): Config | string {
  try {
    const value: unknown = JSON.parse(text.trim() || "{}");
    return isObject(value) ? (value as Config) : "A config is a JSON object: { … }.";
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function said(value: unknown): string {
  return value === undefined || value === null ? "default" : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
