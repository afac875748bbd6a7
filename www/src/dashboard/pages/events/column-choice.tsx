import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { EVENT_COLUMNS } from "../../parts/event-columns.tsx";
import { Popover } from "../../parts/popover.tsx";
import { chosenColumns, columnsParameter } from "./columns.ts";

/** Which columns the table has: those that there are, and members of metadata by their names. */
export function ColumnChoice({ own, change }: { own: URLSearchParams; change(columns: string | null): void }): JSX.Element {
  const chosen = chosenColumns(own);
  const [member, setMember] = useState("");
  const members = chosen.filter((key) => key.startsWith("metadata."));
  const put = (columns: string[]) => change(columnsParameter(columns));
  const add = (event: Event) => {
    event.preventDefault();
    const key = `metadata.${member.trim().replaceAll(",", "")}`;
    if (member.trim() && !chosen.includes(key)) put([...chosen, key]);
    setMember("");
  };
  return (
    <Popover name="columns" icon="columns" label="Columns of the table" text="Columns">
      {() => (
        <div class="column-choice">
          <ul class="suggestions">
            {[...Object.keys(EVENT_COLUMNS), ...members].map((key) => (
              <li key={key}>
                <label>
                  <input
                    type="checkbox"
                    data-testid="column"
                    data-value={key}
                    checked={chosen.includes(key)}
                    onChange={(event) => put(event.currentTarget.checked ? [...chosen, key] : chosen.filter((one) => one !== key))}
                  />
                  <span>{EVENT_COLUMNS[key]?.title ?? key}</span>
                </label>
              </li>
            ))}
          </ul>
          <form onSubmit={add}>
            <label class="field">
              A member of metadata
              <input class="input" data-testid="column-member" value={member} placeholder="plan.tier" spellcheck={false} autocomplete="off" onInput={(event) => setMember(event.currentTarget.value)} />
            </label>
            <button class="button" type="submit" data-testid="column-add">
              Add
            </button>
          </form>
        </div>
      )}
    </Popover>
  );
}
