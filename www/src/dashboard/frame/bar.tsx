import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useActivity } from "../ask/activity.ts";
import { Icon } from "../parts/icon.tsx";
import { addressOf } from "../place.ts";
import type { Page } from "../pages.ts";
import { LAST_RANGES, type LastRange, rangeName } from "../view/range.ts";
import { changed, type Change, type View } from "../view/view.ts";
import { Dates } from "./dates.tsx";
import { AddFilter, Filters } from "./filters.tsx";
import { ViewOptions } from "./view-options.tsx";
import { ago, localMoment } from "../../shared/format.ts";

const shortNames: Record<LastRange, string> = { "24h": "24 h", "7d": "7 days", "30d": "30 days", "90d": "90 days", all: "All" };

interface Props {
  page: Page | null;
  view: View;
  go(change: Change, how?: "push" | "replace"): void;
  refresh(): void;
}

/** Above every page: its heading, which time and which events are looked at, and how. */
export function Bar({ page, view, go, refresh }: Props): JSX.Element {
  const bar = page?.bar ?? "none";
  return (
    <div class="bar">
      <div class="bar-row">
        <div class="bar-title">
          <h1>{page?.title ?? "No such page"}</h1>
          {bar !== "none" && <Note view={view} />}
        </div>
        {page && bar !== "none" && (
          <div class="bar-tools">
            <div class="segments">
              <nav data-testid="range" aria-label="Time range">
              {LAST_RANGES.map((range) => (
                <a
                  key={range}
                  href={addressOf(page.path, changed(view, { range: { kind: "last", range } }))}
                  aria-current={view.range.kind === "last" && view.range.range === range ? "true" : undefined}
                  data-range={range}
                  data-testid={`range-${range}`}
                >
                  {shortNames[range]}
                </a>
              ))}
              </nav>
              <Dates view={view} go={go} />
            </div>
            {bar === "all" && <AddFilter view={view} go={go} />}
            {bar === "all" && <ViewOptions view={view} go={go} hasComparison={!page.isAlone} />}
            <RefreshButton refresh={refresh} />
            <label class="switch">
              <input type="checkbox" role="switch" data-testid="auto-refresh" checked={view.live} onChange={(event) => go({ live: event.currentTarget.checked })} />
              Live
            </label>
          </div>
        )}
      </div>
      {bar === "all" && <Filters view={view} go={go} />}
    </div>
  );
}

function RefreshButton({ refresh }: { refresh(): void }): JSX.Element {
  const { underWay } = useActivity();
  return (
    <button class={underWay > 0 ? "button icon turning" : "button icon"} type="button" data-testid="refresh" aria-label="Refresh" title="Refresh" onClick={refresh}>
      <Icon name="refresh" />
    </button>
  );
}

/** Which time it is, and how old the numbers are. */
function Note({ view }: { view: View }): JSX.Element {
  const { answeredAt } = useActivity();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((before) => before + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  const updated = answeredAt === null ? "" : ` · updated ${ago(answeredAt, Date.now())}`;
  return (
    <p class="page-note" data-testid="range-note" title={answeredAt === null ? "" : localMoment(answeredAt)}>
      {`${rangeName(view.range)}, ${view.tz.replaceAll("_", " ")}${updated}`}
    </p>
  );
}
