import type { JSX } from "preact";
import { CATALOGUE } from "../../../../../pkg/src/checks/index.js";

/** What one sees in a browser when that is wrong, for the faults that are most common. */
const SYMPTOMS: Record<string, string> = {
  unknown_key: "Requests to /api/events/log/batch are answered with 401 and the code unknown_key.",
  origin_not_allowed: "The console says that there is no Access-Control-Allow-Origin, and no answer can be read. The Worker's log says origin_not_allowed.",
  csp_wasm: "The console says that compiling WebAssembly violates script-src. A few events arrive, of pages that were left, with nothing but a type and a level.",
  csp_connect: "The console says “Refused to connect” and names connect-src. Nothing arrives.",
  blocklist_endpoint: "It works for you and not for some visitors: their browser says ERR_BLOCKED_BY_CLIENT. The capture rate does not show it, since nobody reports.",
  double_install: "Page views and clicks count about double, or one visit has two sessions.",
  clock_skew: "Times of events from one machine lie in the past or the future. Those more than a day ahead are refused with occurred_at_in_future.",
  secret_in_page: "Nothing shows it. Search what your site sends for tm_read_, tm_admin_ and tm_server_.",
};

/** What can be wrong: how it looks, what it means, what to do. */
export function Guide(): JSX.Element {
  return (
    <div class="install-guide">
      {Object.entries(SYMPTOMS).map(([code, symptom]) => {
        const { title, means, todo } = CATALOGUE[code] ?? { title: code, means: "", todo: "" };
        return (
          <details key={code} data-testid="install-fault" data-code={code}>
            <summary>{title}</summary>
            <dl>
              <dt>How it looks</dt>
              <dd>{symptom}</dd>
              <dt>What it means</dt>
              <dd>{means}</dd>
              <dt>What to do</dt>
              <dd>{todo}</dd>
            </dl>
          </details>
        );
      })}
    </div>
  );
}
