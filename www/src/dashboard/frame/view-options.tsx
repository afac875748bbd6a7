import type { JSX } from "preact";
import { Popover } from "../parts/popover.tsx";
import { Select } from "../parts/select.tsx";
import { browserZone, keepZone } from "../place.ts";
import { isDate } from "../view/range.ts";
import type { Bots, Change, View } from "../view/view.ts";

interface Props {
  bar: "all" | "time";
  view: View;
  go(change: Change, how?: "push" | "replace"): void;
}

const BOTS: Record<Bots, string> = { exclude: "Left out", include: "Counted too", only: "Alone" };

/** Days of one's own, time zone, comparison and bots. */
export function ViewOptions({ bar, view, go }: Props): JSX.Element {
  return (
    <Popover name="view-options" icon="options" label="Time zone, dates and comparison">
      {(close) => (
        <div class="options">
          <Dates view={view} go={go} close={close} />
          {bar === "all" && (
            <>
              <Select
                label="Time zone"
                name="zone"
                value={view.tz}
                options={zones(view.tz).map((zone) => ({ value: zone, label: zone }))}
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
              <label class="switch">
                <input type="checkbox" role="switch" data-testid="compare" checked={view.compare} onChange={(event) => go({ compare: event.currentTarget.checked })} />
                Compare with the period before
              </label>
            </>
          )}
        </div>
      )}
    </Popover>
  );
}

/** From one day to another, both included. */
function Dates({ view, go, close }: Omit<Props, "bar"> & { close(): void }): JSX.Element {
  const { range } = view;
  const submit = (event: Event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const days = [String(given.get("from")), String(given.get("to"))].sort();
    const [from, to] = days;
    if (!isDate(from) || !isDate(to)) return;
    go({ range: { kind: "between", from, to } });
    close();
  };
  return (
    <form class="dates" onSubmit={submit}>
      <label class="field">
        From
        <input class="input" type="date" name="from" data-testid="from" required defaultValue={range.kind === "between" ? range.from : ""} />
      </label>
      <label class="field">
        To
        <input class="input" type="date" name="to" data-testid="to" required defaultValue={range.kind === "between" ? range.to : ""} />
      </label>
      <button class="button" type="submit" data-testid="dates-apply">
        Apply
      </button>
    </form>
  );
}

/** The browser's zone, UTC and the one in use first, then all that the browser knows. */
function zones(current: string): string[] {
  return [...new Set([browserZone(), "UTC", current, ...Intl.supportedValuesOf("timeZone")])];
}
