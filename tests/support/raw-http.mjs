// HTTP byte by byte, for what `fetch` does not send.
import { once } from "node:events";
import { connect } from "node:net";

/** Lets time pass. */
export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Sends parts over a connection of their own and reads what comes back.
 *
 * @param {(string | Buffer | number)[]} parts a number is a pause in milliseconds
 * @param {{answers?: number, end?: boolean}} [until] it waits for so many answers, and may end its side after the last part
 * @returns {Promise<{answers: {status: number, head: string, body: any}[], error?: string}>}
 */
export async function exchange(port, parts, { answers: wanted = 1, end = false } = {}) {
  const socket = connect(port, "127.0.0.1");
  let [text, error] = ["", undefined];
  socket.on("error", (fault) => (error = fault.code));
  socket.on("data", (data) => (text += data));
  await once(socket, "connect");
  for (const part of parts) {
    if (typeof part === "number") await sleep(part);
    else if (!socket.destroyed) socket.write(part);
  }
  if (end) socket.end();
  for (let waited = 0; waited < 15_000 && answersOf(text).length < wanted && !socket.destroyed; waited += 20) await sleep(20);
  socket.destroy();
  return { answers: answersOf(text), error };
}

/** The whole answers in what was received. */
function answersOf(text) {
  const answers = [];
  for (let rest = text; rest.includes("\r\n\r\n"); ) {
    const [head] = rest.split("\r\n\r\n", 1);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    const body = rest.slice(head.length + 4, head.length + 4 + length);
    if (body.length < length) break;
    answers.push({ status: Number(head.split(" ")[1]), head, body: /json/.test(head) && body ? JSON.parse(body) : undefined });
    rest = rest.slice(head.length + 4 + length);
  }
  return answers;
}
