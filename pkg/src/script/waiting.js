// The calls of a page that has the stub. It is an array that answers to every name with a function, which keeps `[name, given, when]` and gives
// something to complete or to cancel: that adds the time, and what it was given, or 0.

/** Makes the calls that were kept. One that is still being timed takes its end from then on. */
export function replay(waiting, functions) {
  for (const call of [...waiting]) {
    const [name, given, begun, ...ends] = call;
    if (name !== "trackTimed") functions[name]?.(...given);
    else timed(call, given, begun, ends, functions.track);
  }
}

function timed(call, [type, options], begun, [ended, metadata], track) {
  let isOver = false;
  call.push = (at, more) => {
    if (at && !isOver) track(type, { ...options, metadata: { ...options?.metadata, ...more }, durationMs: Math.round(at - begun) });
    isOver = true;
  };
  if (ended !== undefined) call.push(ended, metadata);
}
