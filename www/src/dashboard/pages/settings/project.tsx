import type { ComponentChildren, JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Copy } from "../../parts/copy.tsx";
import { momentName } from "../../parts/periods.ts";
import type { PageProps } from "../../pages.ts";
import { linkTo } from "../../place.ts";
import { sharePercent } from "../cost/money.ts";

/** Which project it is, by which key one looks at it, and whether all is well. */
export function Project({ view }: PageProps): JSX.Element {
  const project = useAnswer("/api/project", {});
  const health = useAnswer("/api/health", {});
  return (
    <div class="page">
      <Card title="Project">
        <Answered of={project} height={140}>
          {({ id, name, slug, created_at, key }) => (
            <dl class="facts">
              <Fact name="Name" testId="project-name" value={name}>
                {name}
              </Fact>
              <Fact name="Slug" testId="project-slug" value={slug}>
                <code>{slug}</code>
              </Fact>
              <Fact name="Number" testId="project-id" value={id}>
                {id}
              </Fact>
              <Fact name="Made" testId="project-created" value={created_at}>
                <time dateTime={new Date(created_at).toISOString()}>{momentName(created_at, view.tz)}</time> ({view.tz})
              </Fact>
              <Fact name="Logged in by" testId="project-key" value={key.id}>
                the {key.kind} key <code>{key.id}</code>
              </Fact>
              <Fact name="Endpoint" testId="project-endpoint" value={location.origin}>
                <span class="settings-endpoint">
                  <code>{location.origin}</code> <Copy name="copy-endpoint" text={location.origin} />
                </span>
              </Fact>
            </dl>
          )}
        </Answered>
        <p class="settings-hint">
          Projects are made and renamed by who owns the deployment: <code>cargo xtask projects create shop --name "The shop"</code>. No key reaches into another project.
        </p>
      </Card>
      <Card title="Health">
        <Answered of={health} height={140}>
          {({ status, version, database, rate_limits, quota, detail }) => (
            <>
              <dl class="facts">
                <Fact name="Worker" testId="health-status" value={status}>
                  <Word text={status} isGood={status === "ok"} /> version {version}
                </Fact>
                <Fact name="Database" testId="health-database" value={database}>
                  <Word text={database} isGood={database === "ok"} />
                </Fact>
                <Fact name="Rate limits" testId="health-limits" value={rate_limits}>
                  <Word text={rate_limits} isGood={rate_limits === "ok"} />
                  {rate_limits !== "ok" && " The deployment has no limiters: everybody may send as much as they like. They stand in wrangler.toml, under [[ratelimits]]."}
                </Fact>
                <Fact name="Day's quota" testId="health-quota" value={quota?.state ?? "none"}>
                  {quota ? (
                    <>
                      <Word text={quota.state} isGood={quota.state === "ok"} /> {sharePercent(quota.share)} used; <a href={linkTo("cost", view)}>Cost</a> says more
                    </>
                  ) : (
                    "none: nothing is held back"
                  )}
                </Fact>
              </dl>
              {detail && <p>{detail}</p>}
            </>
          )}
        </Answered>
      </Card>
    </div>
  );
}

function Word({ text, isGood }: { text: string; isGood: boolean }): JSX.Element {
  return <span class={isGood ? "tag good" : "tag warn"}>{text}</span>;
}

function Fact({ name, testId, value, children }: { name: string; testId: string; value: string | number; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId} data-value={value}>
        {children}
      </dd>
    </div>
  );
}
