import type { JSX } from "preact";
import { Popover } from "../parts/popover.tsx";
import { isDate, rangeName } from "../view/range.ts";
import type { Change, View } from "../view/view.ts";

/** From one day to another, both included. */
export function Dates({ view, go }: { view: View; go(change: Change): void }): JSX.Element {
  const { range } = view;
  const given = range.kind === "between" ? range : { from: "", to: "" };
  const submit = (event: Event, close: () => void) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [from, to] = [String(form.get("from")), String(form.get("to"))].sort();
    if (!isDate(from) || !isDate(to)) return;
    go({ range: { kind: "between", from, to } });
    close();
  };
  return (
    <Popover
      name="dates"
      icon="calendar"
      label={range.kind === "between" ? `Dates: ${rangeName(range)}` : "Dates of your own"}
      buttonClass={range.kind === "between" ? "segment chosen" : "segment"}
    >
      {(close) => (
        <form class="dates" onSubmit={(event) => submit(event, close)}>
          <label class="field">
            From
            <input class="input" type="date" name="from" data-testid="from" required defaultValue={given.from} />
          </label>
          <label class="field">
            To, included
            <input class="input" type="date" name="to" data-testid="to" required defaultValue={given.to} />
          </label>
          <button class="button primary" type="submit" data-testid="dates-apply">
            Show these days
          </button>
        </form>
      )}
    </Popover>
  );
}
