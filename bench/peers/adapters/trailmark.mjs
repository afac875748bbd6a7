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
      // A text of more than 1,000 characters would be cut.
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size).match(/.{1,1000}/g) }),
      // Kept once the core runs: there is nothing to send yet.
      ready: trailmark.flush(),
    };`,
});
