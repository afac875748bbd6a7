/** A refusal of the API, or an answer of something in between. */
export class TrailmarkError extends Error {
  constructor({ status, code, title, detail, field, retryAfter }) {
    super(detail ? `${title}: ${detail}` : title);
    this.name = "TrailmarkError";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.field = field;
    this.retryAfter = retryAfter;
  }
}

/** What a response refuses, given its body where that is JSON. */
export function refusal(response, text) {
  const { status } = response;
  const seconds = Number(response.headers.get("retry-after") ?? NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  // Not every 502 comes from the Worker.
  const { code = "no_problem", title = `HTTP ${status}`, detail = "", field } = parsed(text);
  return new TrailmarkError({ status, code, title, detail, field, retryAfter });
}

function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
