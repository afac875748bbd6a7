// Trailmark as it is measured for time: as in the delivery matrix, against the real Worker, but without the page noting every report.
import { trailmark as inMatrix } from "../../../tests/delivery/trailmark.mjs";

/** @returns {import("./index.mjs").Adapter} */
export const trailmark = () => ({
  ...inMatrix(),
  script: ({ endpoint, collector }) => `
    import * as trailmark from "./files/index.js";
    trailmark.init({ endpoint: "${endpoint}", writeKey: "${collector.keys.write}" });
    const send = (properties) => { trailmark.track("delivery", { metadata: properties }); };
    window.sdk = {
      send,
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size) }),
      // Kept once the core runs: there is nothing to send yet.
      ready: trailmark.flush(),
    };`,
});
