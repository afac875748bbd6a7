// A reporter for `node --test`: one line of JSON per test, for programs, with the figures that a test told by `t.diagnostic`. Suites and the
// files themselves are not counted.
export default async function* reporter(events) {
  // What a test told comes behind its outcome.
  let last;
  for await (const { type, data } of events) {
    if (type === "test:diagnostic" && data.file !== undefined) last?.notes.push(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (last) yield `${JSON.stringify(last)}\n`;
    last = counts(type, data) ? told(type, data) : undefined;
  }
  if (last) yield `${JSON.stringify(last)}\n`;
}

function counts(type, data) {
  const crashedFile = type === "test:fail" && data.nesting === 0 && data.name === data.file;
  if (data.details?.type === "suite" && !failedByItself(data)) return false;
  return crashedFile || !isFile(data);
}

function told(type, data) {
  return {
    name: data.name,
    file: data.file,
    outcome: outcome(type, data),
    milliseconds: Math.round(data.details?.duration_ms ?? 0),
    error: type === "test:fail" ? String(data.details?.error?.cause?.message ?? data.details?.error?.message) : undefined,
    notes: [],
  };
}

function outcome(type, data) {
  if (data.skip !== undefined || data.todo !== undefined) return "skipped";
  return type === "test:pass" ? "passed" : "failed";
}

// A suite whose `before` hook throws fails although none of its tests ran.
function failedByItself(data) {
  return data.details?.error !== undefined && data.details.error.failureType !== "subtestsFailed";
}

function isFile(data) {
  return data.nesting === 0 && typeof data.file === "string" && data.file.endsWith(data.name) && data.name.endsWith("js");
}
