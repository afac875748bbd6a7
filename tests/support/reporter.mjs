// A reporter for `node --test`: one line of JSON per test, for programs. Suites and the files themselves are not counted.
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const crashedFile = type === "test:fail" && data.nesting === 0 && data.name === data.file;
    if (data.details?.type === "suite" && !failedByItself(data)) continue;
    if (!crashedFile && isFile(data)) continue;
    yield `${JSON.stringify({
      name: data.name,
      file: data.file,
      outcome: outcome(type, data),
      milliseconds: Math.round(data.details?.duration_ms ?? 0),
      error: type === "test:fail" ? String(data.details?.error?.cause?.message ?? data.details?.error?.message) : undefined,
    })}\n`;
  }
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
