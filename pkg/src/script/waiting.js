// The calls of a page that has the stub. It is an array that answers to every name with a function, which keeps `[name, given, when]` and gives
// something to complete or to cancel: that adds the time, and what it was given, or 0.

/** Makes the calls that were kept, in the order of their times. What is still being timed takes its end from then on. */
export function replay(waiting, functions) {
  const isTimed = ([name]) => name === "trackTimed";
  const calls = [...waiting];
  const steps = calls.filter((call) => !isTimed(call)).map(([name, given, at]) => [at, () => functions[name]?.(...given)]);
  for (const call of calls.filter(isTimed)) {
    const [, given, begun, ended, metadata] = call;
    const end = timed(given, begun, functions.track);
    if (ended !== undefined) steps.push([ended, () => end(ended, metadata)]);
    call.push = end;
  }
  for (const [, step] of steps.sort(([one], [other]) => one - other)) step();
}

function timed([type, options], begun, track) {
  let isOver = false;
  return (at, metadata) => {
    if (at && !isOver) track(type, { ...options, metadata: { ...options?.metadata, ...metadata }, durationMs: Math.round(at - begun) });
    isOver = true;
  };
}
