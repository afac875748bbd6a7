import type { JSX } from "preact";
import { Popover } from "../parts/popover.tsx";
import { Select } from "../parts/select.tsx";
import { browserZone, keepZone } from "../place.ts";
import type { Bots, Change, View } from "../view/view.ts";

interface Props {
  view: View;
  go(change: Change, how?: "push" | "replace"): void;
  /** Whether the page has a period before to show. */
  hasComparison: boolean;
}

const BOTS: Record<Bots, string> = { exclude: "Leave them out", include: "Count them too", only: "Count them alone" };

/** Time zone and bots, and comparison where there is one. */
export function ViewOptions({ view, go, hasComparison }: Props): JSX.Element {
  return (
    <Popover name="view-options" icon="options" label={hasComparison ? "Time zone, comparison, bots" : "Time zone, bots"}>
      {() => (
        <div class="options">
          <Select
            label="Time zone of days and hours"
            name="zone"
            value={view.tz}
            options={zones(view.tz)}
            change={(tz) => {
              keepZone(tz);
              go({ tz });
            }}
          />
          <Select
            label="Events sent by programs (bots)"
            name="bots"
            value={view.bots}
            options={Object.entries(BOTS).map(([value, label]) => ({ value, label }))}
            change={(bots) => go({ bots: bots as Bots })}
          />
          {hasComparison && (
            <label class="switch">
              <input type="checkbox" role="switch" data-testid="compare" checked={view.compare} onChange={(event) => go({ compare: event.currentTarget.checked })} />
              Compare with the period before
            </label>
          )}
        </div>
      )}
    </Popover>
  );
}

/** The browser's zone, UTC and the one in use first, then all that the browser knows. */
function zones(current: string): { value: string; label: string; group: string }[] {
  const own = browserZone();
  const near = [...new Set([own, "UTC", current])];
  const all = Intl.supportedValuesOf("timeZone").filter((zone) => !near.includes(zone));
  const label = (zone: string) => (zone === own ? `${zone} (this browser's)` : zone).replaceAll("_", " ");
  return [
    ...near.map((value) => ({ value, label: label(value), group: "Near at hand" })),
    ...all.map((value) => ({ value, label: label(value), group: "All" })),
  ];
}
