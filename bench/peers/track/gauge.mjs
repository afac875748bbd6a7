// What Chromium itself says about a page's main thread and memory.

/**
 * Reads the browser's counters for one page. `wall` is the time that tasks took, `cpu` the time that the main thread computed in them;
 * the second is hardly touched by whatever else the machine does.
 */
export class Gauge {
  #wall;
  #cpu;

  static async of(page) {
    const gauge = new Gauge();
    gauge.#wall = await page.context().newCDPSession(page);
    gauge.#cpu = await page.context().newCDPSession(page);
    await gauge.#wall.send("Performance.enable", { timeDomain: "timeTicks" });
    await gauge.#cpu.send("Performance.enable", { timeDomain: "threadTicks" });
    return gauge;
  }

  /** Milliseconds so far of all tasks on the main thread, and of the scripts in them. */
  async now() {
    const [wall, cpu] = [await metrics(this.#wall), await metrics(this.#cpu)];
    return { wall: wall.TaskDuration * 1000, script: wall.ScriptDuration * 1000, cpu: cpu.TaskDuration * 1000 };
  }

  /** Bytes that are in use once the garbage is collected: objects, buffers, and a wasm's memory, which counts as neither. */
  async memory(page) {
    await this.#wall.send("HeapProfiler.enable");
    await this.#wall.send("HeapProfiler.collectGarbage");
    await this.#wall.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.#wall.send("Runtime.getHeapUsage");
    const wasm = await page.evaluate(() => (window.wasmMemories ?? []).reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
    return usedSize + wasm;
  }

  /** Everything takes so many times as long, as on a phone. */
  async throttle(rate) {
    await this.#wall.send("Emulation.setCPUThrottlingRate", { rate });
  }
}

/**
 * The computing time, in milliseconds, of the longest main-thread task of a page while `act` runs. Only what follows the page's first script
 * counts: the navigation itself is the browser's affair.
 */
export async function longestTask(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  const result = await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const scripts = traceEvents.filter(({ name }) => name === "EvaluateScript" || name === "v8.evaluateModule");
  const first = scripts.reduce((one, other) => (other.ts < one.ts ? other : one));
  const tasks = traceEvents.filter(({ name, pid, tid, ts }) => name.endsWith("RunTask") && pid === first.pid && tid === first.tid && ts > first.ts);
  return { result, longestMs: Math.max(0, ...tasks.map(({ tdur }) => tdur ?? 0)) / 1000 };
}

/** To be run before a page's own scripts: keeps the memory of every wasm instance in view. */
export function watchWasm() {
  window.wasmMemories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      // By its kind: a tool that makes the wasm smaller may have shortened its name.
      const { exports } = result.instance ?? result;
      window.wasmMemories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
      return result;
    };
  }
}

/** To be run before a page's own scripts: counts what is written to storage. */
export function watchStorage() {
  const written = (window.written = { calls: 0, characters: 0, cookies: 0, database: 0 });
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    written.calls += 1;
    written.characters += `${key}`.length + `${value}`.length;
    return setItem.call(this, key, value);
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  const count = (value) => ((written.cookies += 1), value);
  Object.defineProperty(document, "cookie", { get: () => cookie.get.call(document), set: (value) => cookie.set.call(document, count(value)) });
  for (const name of ["add", "put"]) {
    const original = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      written.database += 1;
      return original.apply(this, given);
    };
  }
}

async function metrics(session) {
  const { metrics: list } = await session.send("Performance.getMetrics");
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}
