/** Counts by name, as the API groups them. */
export type Counts = Record<string, number>;

/** One bar of the chart: a UTC hour or day, and the events that occurred in it. */
export interface Point {
  start: number;
  start_iso: string;
  count: number;
}

/** The answer of `GET /api/events/analytics`. */
export interface Analytics {
  total_events: number;
  unique_users: number;
  unique_visitors: number;
  sessions: number;
  page_views: number;
  events_by_category: Counts;
  events_by_type: Counts;
  events_by_action: Counts;
  events_by_level: Counts;
  events_by_device: Counts;
  events_over_time: { bucket: "hour" | "day"; points: Point[] };
  most_active_day: { date: string; count: number } | null;
  most_common_action: string | null;
  average_duration_ms: number | null;
  range: { from: number | null; to: number | null };
}

/** The answer of `GET /api/analytics/delivery`, as far as the page shows it. */
export interface Delivery {
  tracked: number;
  stored: number;
  rejected: number;
  dropped: { total: number; by_reason: Counts };
  outstanding: number;
  duplicates_refused: number;
  capture_rate: number | null;
  instances: number;
  overhead: {
    samples: number;
    p50_us: number | null;
    p99_us: number | null;
    mean_us: number | null;
    bounds_us: number[];
  };
}

/** The answer of `GET /api/health`, as far as the page shows it. */
export interface Health {
  /** Null where no quota is watched. */
  quota: { state: "ok" | "near" | "over"; share: number } | null;
}

/** The answer of `GET /api/plan`, as far as the page shows it. */
export interface Plan {
  plan: { events: Record<string, { description?: string; deprecated?: boolean | string }> };
}

/** One event as the API gives it; only what the page shows by name is spelled out. */
export interface StoredEvent {
  id: string;
  type: string;
  category: string;
  action: string;
  level: string;
  occurred_at: number;
  occurred_at_iso: string;
  user_id?: string | null;
  visitor_id?: string | null;
  actor?: { type?: string | null; id?: string | null; name?: string | null } | null;
  entity?: { type?: string | null; id?: string | null; title?: string | null } | null;
  summary?: string | null;
  duration_ms?: number | null;
  page?: { path?: string | null; title?: string | null } | null;
}

/** The answer of `GET /api/events`. */
export interface EventPage {
  items: StoredEvent[];
  total: number;
  has_more: boolean;
  next_cursor: string | null;
}

/** A request that did not bring an answer, in the words of the server's problem document where there is one. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }

  /** Nobody is logged in any more, or with a key of another kind: only logging in helps. */
  get isAboutLogin(): boolean {
    return this.status === 401 || this.code === "wrong_key_kind";
  }
}

/** The read side of Trailmark's HTTP API, for whoever is logged in: the browser's cookie stands for the key. */
export const api = {
  analytics: (range: string, signal: AbortSignal) => question<Analytics>("/api/events/analytics", { range }, signal),
  delivery: (range: string, signal: AbortSignal) => question<Delivery>("/api/analytics/delivery", { range }, signal),
  newest: (range: string, limit: number, signal: AbortSignal) => question<EventPage>("/api/events", { range, limit: String(limit) }, signal),
  plan: (signal: AbortSignal) => question<Plan>("/api/plan", {}, signal),
  health: (signal: AbortSignal) => question<Health>("/api/health", {}, signal),
};

function question<T>(path: string, query: Record<string, string>, signal: AbortSignal): Promise<T> {
  return ask<T>(`${path}?${new URLSearchParams(query)}`, { signal });
}

/** Sends a request and reads its answer; what is none is an `ApiError`. */
export async function ask<T>(address: string, { headers, ...init }: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address, { headers: { accept: "application/json", ...headers }, ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, "unreachable", "The Worker cannot be reached", "No answer came back. Is it running, and is this machine online?");
  }
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body as T;
  throw problem(answer, body);
}

function problem(answer: Response, body: unknown): ApiError {
  const { code, title, detail } = (body ?? {}) as { code?: string; title?: string; detail?: string };
  return new ApiError(
    answer.status,
    code ?? `http_${answer.status}`,
    title ?? `The Worker answered ${answer.status}`,
    detail ?? (answer.ok ? "The answer was not JSON." : answer.statusText),
  );
}
