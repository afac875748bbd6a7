import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { levelsOf, reasonOf } from "./reasons.ts";

/** What trackers gave up: why, of which level, and what to do about it. */
export function Dropped({ dropped }: { dropped: Schemas["DroppedEvents"] }): JSX.Element {
  const reasons = Object.entries(dropped.by_reason).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const levels = levelsOf(dropped.by_reason_and_level);
  return (
    <Card title="Dropped, by reason and level" note={dropped.total === 0 ? undefined : `${count(dropped.total)} events`} testId="dropped-reasons">
      {reasons.length === 0 ? (
        <p class="panel-empty">No tracker gave anything up in this range.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Dropped events by reason and level">
          <table class="data delivery-drops">
            <thead>
              <tr>
                <th scope="col">Reason</th>
                {levels.map((level) => (
                  <th key={level} scope="col" class="number">
                    {level}
                  </th>
                ))}
                <th scope="col" class="number">
                  All
                </th>
              </tr>
            </thead>
            <tbody>
              {reasons.map(([reason, total]) => (
                <tr key={reason} data-testid="dropped-reason" data-reason={reason} data-value={total}>
                  <th scope="row">
                    <code>{reason}</code>
                    <p>{reasonOf(reason).means}</p>
                    <p class="delivery-todo">{reasonOf(reason).todo}</p>
                  </th>
                  {levels.map((level) => (
                    <td key={level} class="number" data-testid={`level-${level}`} data-value={dropped.by_reason_and_level[reason]?.[level] ?? 0}>
                      {count(dropped.by_reason_and_level[reason]?.[level] ?? 0)}
                    </td>
                  ))}
                  <td class="number" data-testid="count" data-value={total}>
                    {count(total)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
