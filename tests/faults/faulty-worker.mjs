// The Worker as it is deployed, before a database that fails when the header `x-fault` says so:
//
//   before    the transaction that stores events fails before it begins
//   during:2  one more statement, before the third, which SQLite cannot run
//   after     it is carried out, and the answer is lost
//   first     what is asked by itself fails, such as what a key may do
//   reads     whatever is asked fails
//   panic     what the Worker calls ends its instance as a panic does
import Worker from "../../ingest-worker/build/index.js";

const STORES = /INSERT OR IGNORE INTO events|DELETE FROM events/;
const LOST = "D1_ERROR: Network connection lost.";
const CANNOT_RUN = "SELECT json('{')";

export default {
  fetch(request, env, context) {
    const fault = request.headers.get("x-fault");
    const database = fault ? new D1Database(env.DB, fault) : env.DB;
    return new Worker(context, { ...env, DB: database }).fetch(request);
  },
};

/** The Worker looks whether its binding is called so. */
class D1Database {
  #real;
  #fault;
  #texts = new WeakMap();

  constructor(real, fault) {
    this.#real = real;
    this.#fault = fault;
  }

  prepare(sql) {
    // No Rust expects this to throw: nothing is unwound, as when a panic traps.
    if (this.#fault === "panic") throw new WebAssembly.RuntimeError("unreachable");
    return this.#known(sql, this.#real.prepare(sql));
  }

  async batch(statements) {
    if (this.#fault === "reads") throw new Error(LOST);
    const stores = statements.some((statement) => STORES.test(this.#texts.get(statement)));
    if (!stores) return this.#real.batch(statements);
    if (this.#fault === "before") throw new Error(LOST);
    if (this.#fault.startsWith("during:")) {
      const at = Number(this.#fault.slice("during:".length));
      return this.#real.batch([...statements.slice(0, at), this.#real.prepare(CANNOT_RUN), ...statements.slice(at)]);
    }
    const outcome = await this.#real.batch(statements);
    if (this.#fault === "after") throw new Error(LOST);
    return outcome;
  }

  #known(sql, statement) {
    this.#texts.set(statement, sql);
    const bind = statement.bind.bind(statement);
    statement.bind = (...values) => this.#known(sql, bind(...values));
    if (["first", "reads"].includes(this.#fault)) statement.all = async () => Promise.reject(new Error(LOST));
    return statement;
  }
}
