import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { BATCH_PATH, type Finding, judge } from "../../../../../pkg/src/checks/index.js";
import { useAnswer } from "../../ask/answer.ts";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import type { PageProps } from "../../pages.ts";
import { Guide } from "./guide.tsx";
import { debugAddress, siteOf } from "./site-address.ts";
import { Snippet } from "./snippet.tsx";
import { policyFor } from "./ways.ts";

/** Ways to find out why nothing arrives: in the site's own page, from outside, and here. */
export function Checks({ view }: PageProps): JSX.Element {
  const site = siteOf(view.own.get("site") ?? "");
  const example = site?.href ?? "https://shop.example/";
  return (
    <Card title="3. Nothing arrives?" testId="install-checks">
      <div class="install-steps">
        <section>
          <h3>Ask the page itself</h3>
          <p class="install-hint">
            With <code>?trailmark_debug</code> behind its address the site shows every event with its verdict, and checks key, origin, policy, ad blocker, double
            installation and clock in your own browser.
          </p>
          {site ? (
            <a class="button" href={debugAddress(site)} target="_blank" rel="noopener" data-testid="install-debug">
              Open {site.host} with the checks
            </a>
          ) : (
            <p class="install-hint">Name your site above to open it from here.</p>
          )}
        </section>
        <section>
          <h3>Look from outside</h3>
          <Snippet name="install-doctor" code={`npx trailmark doctor ${example}`} label="Command that looks at the site" />
        </section>
        <section>
          <h3>This Worker, as this browser sees it</h3>
          <Findings />
        </section>
        <section>
          <h3>If your site has a Content-Security-Policy, it needs</h3>
          <Snippet name="install-policy" code={policyFor(location.origin)} label="Additions to the site's policy" />
        </section>
        <section>
          <h3>What can be wrong, and how it shows</h3>
          <Guide />
        </section>
      </div>
    </Card>
  );
}

/** What is wrong on this side: health, clock, and whether lists or this browser block the Worker's address. */
function Findings(): JSX.Element {
  const [asked, setAsked] = useState({ from: Date.now(), turn: 0 });
  const health = useAnswer("/api/health", {});
  const [isBlocked, setBlocked] = useState(false);
  useEffect(() => {
    // A preflight's method is answered to everybody and stores nothing: only whether it comes through counts.
    fetch(BATCH_PATH, { method: "OPTIONS" }).then(
      () => setBlocked(false),
      () => setBlocked(true),
    );
  }, [asked.turn]);
  const again = () => {
    setAsked({ from: Date.now(), turn: asked.turn + 1 });
    health.again();
  };
  return (
    <Answered of={{ ...health, again }} height={60}>
      {(answer) => {
        const here = Date.now();
        const findings = judge({
          endpoint: { url: location.origin, health: answer },
          clock: { here, there: answer.server_time, uncertain: here - asked.from },
          browser: isBlocked ? { blocked: BATCH_PATH, neutral: "/api/health" } : {},
        });
        return findings.length === 0 ? (
          <p class="install-good" data-testid="install-clean">
            Nothing is wrong on this side: the Worker is well, has keys and quota, its clock agrees with yours, and its address is on no list of ad blockers that is looked at.
          </p>
        ) : (
          <ul class="install-findings">
            {findings.map((finding) => (
              <li key={finding.code}>
                <FindingText finding={finding} />
              </li>
            ))}
          </ul>
        );
      }}
    </Answered>
  );
}

function FindingText({ finding: { code, severity, title, detail, means, todo } }: { finding: Finding }): JSX.Element {
  return (
    <div class={`notice ${severity === "error" ? "bad" : ""}`} data-testid="install-finding" data-code={code}>
      <div>
        <strong>{title}</strong> <code>{code}</code>
        <p>{detail}</p>
        <p>{means}</p>
        <p>{todo}</p>
      </div>
    </div>
  );
}
