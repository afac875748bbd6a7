// Miniflare asks workerd some things while this whole thread waits, such as to prepare a statement: another thread asks, writes down that it is
// done, and then wakes this one. Where the machine is busy the waking may come so late that it ends the next wait, before there is an answer;
// from then on each answer is taken for that of the question behind it. With this loaded, a wait ends when something was written down.

const wait = Atomics.wait;

Atomics.wait = (array, index, value, ...timeout) => {
  let outcome;
  do outcome = wait(array, index, value, ...timeout);
  while (outcome === "ok" && timeout.length === 0 && Atomics.load(array, index) === value);
  return outcome;
};
