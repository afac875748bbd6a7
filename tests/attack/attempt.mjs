// One attempt: what is sent, what has to come back, and what is told when something else does.
import assert from "node:assert/strict";

/**
 * Sends a request and expects exactly this status and, of a refusal, this code.
 *
 * @param {{request: Function}} world
 * @param {{method: string, address: string, key?: string, headers?: object, body?: string | Buffer}} sent
 * @param {[status: number, code?: string, field?: string]} expected
 * @returns the answer
 */
export async function attempt(world, { method, address, ...options }, [status, code, field]) {
  const answer = await world.request(method, address, options);
  const told = `${method} ${address}\n  sent ${JSON.stringify(options)?.slice(0, 600)}\n  got ${answer.status} ${answer.text.slice(0, 600)}`;
  const isEmpty = method === "HEAD";
  if (isEmpty) assert.equal(answer.text, "", told);
  assert.deepEqual([answer.status, isEmpty ? code : answer.body?.code], [status, code], told);
  if (field !== undefined) assert.equal(answer.body.field, field, told);
  if (code !== undefined) assert.equal(answer.headers.get("content-type"), "application/problem+json", told);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff", told);
  assert.equal(answer.headers.get("access-control-allow-credentials"), null, told);
  assert.equal(answer.headers.get("x-injected"), null, told);
  return answer;
}

/** Runs attempts one after the other as one test and says how many they were. */
export async function all(t, cases, run) {
  const faults = [];
  for (const one of cases) {
    try {
      await run(one);
    } catch (fault) {
      faults.push(fault.message);
    }
  }
  t.diagnostic(`${cases.length} attempts`);
  assert.equal(faults.length, 0, `${faults.length} of ${cases.length} attempts:\n${faults.slice(0, 5).join("\n\n")}`);
}

/** What of an answer does not depend on when and at what cost it was made. */
export function still({ body, text }) {
  const moving = ["meta", "range", "start", "start_iso", "date", "minutes", "updated_at"];
  return body === undefined ? text : JSON.parse(JSON.stringify(body, (name, value) => (moving.includes(name) ? undefined : value)));
}
