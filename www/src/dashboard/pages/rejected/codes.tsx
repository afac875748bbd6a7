import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, share } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { addressOf } from "../../place.ts";
import { changed, type View } from "../../view/view.ts";
import { explanationOf } from "./explained.ts";
import { byCode, type Chosen } from "./question.ts";

interface Props {
  counts: Schemas["RejectedCount"][];
  total: number;
  chosen: Chosen;
  choose(change: { code?: string | null; type?: string | null }): void;
  view: View;
}

/** Types of a code that are listed before the rest is only counted. */
const FIRST = 6;

/** Why events were rejected, how many of which types, and what to do about it. Codes and types are links that filter the list. */
export function Codes({ counts, total, chosen, choose, view }: Props): JSX.Element {
  const href = (own: Record<string, string | null>) => addressOf("rejected", changed(view, { own: { cursor: null, open: null, ...own } }));
  const plainly = (event: MouseEvent, then: () => void) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    then();
  };
  return (
    <Card title="Why" note={`${count(total)} kept in this range; the newest 10,000 of 30 days are`} testId="codes">
      <ul class="rejected-codes">
        {byCode(counts).map(({ code, count: number, types }) => {
          const { means, todo, replay } = explanationOf(code);
          const isChosen = chosen.code === code;
          return (
            <li key={code} class={isChosen ? "chosen" : undefined} data-testid="code-row" data-code={code} data-value={number}>
              <div class="rejected-code">
                <a href={href({ code: isChosen ? null : code })} aria-current={isChosen ? "true" : undefined} onClick={(event) => plainly(event, () => choose({ code: isChosen ? null : code }))}>
                  <code>{code}</code>
                </a>
                <strong data-testid="count" data-value={number}>
                  {count(number)}
                </strong>
                <span class="faint">{share(number, total)}</span>
              </div>
              <div>
                <p>{means}</p>
                <p class="rejected-todo">
                  {todo} {replay === "when the plan is mended" && <span class="tag calm">can be replayed</span>}
                </p>
                <p class="rejected-types">
                  {types.slice(0, FIRST).map(({ type, count: number }) =>
                    type === null ? (
                      <span key="none" class="tag" data-testid="type" data-value={number}>
                        no type {count(number)}
                      </span>
                    ) : (
                      <a key={type} class="tag" data-testid="type" data-type={type} data-value={number} href={href({ code, event_type: type })} onClick={(event) => plainly(event, () => choose({ code, type }))}>
                        {type} {count(number)}
                      </a>
                    ),
                  )}
                  {types.length > FIRST && <span class="faint">and {types.length - FIRST} more types</span>}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
