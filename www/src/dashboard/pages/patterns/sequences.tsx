import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { linkTo } from "../../place.ts";
import { writeStep } from "../../steps/step.ts";
import type { View } from "../../view/view.ts";
import { Change } from "./change.tsx";

type Sequence = Schemas["Sequence"];

interface Props {
  sequences: readonly Sequence[];
  previous?: readonly Sequence[];
  view: View;
}

const nameOf = ({ types }: Sequence) => types.map((type) => type ?? "(none)").join(" → ");

/** Which three types follow each other in the most sessions; each is a link to the funnel of the three. */
export function Sequences({ sequences, previous, view }: Props): JSX.Element {
  if (sequences.length === 0) return <p class="panel-empty">No session of this time has three different events in a row.</p>;
  const before = new Map(previous?.map((sequence) => [nameOf(sequence), sequence.sessions]));
  return (
    <table class="patterns-sequences">
      <thead>
        <tr>
          <th scope="col">One after the other</th>
          <th scope="col" class="number">
            Sessions
          </th>
        </tr>
      </thead>
      <tbody>
        {sequences.map((sequence) => (
          <tr key={nameOf(sequence)} data-testid="sequence" data-types={sequence.types.join(" ")}>
            <th scope="row">
              <a href={linkTo("funnels", view, { step: sequence.types.map((type) => writeStep({ type: type ?? "", filters: [] })), people: "session" })} title="As a funnel">
                {sequence.types.map((type, index) => (
                  <span key={index}>
                    {index > 0 && <span class="faint"> → </span>}
                    {type ?? "(none)"}
                  </span>
                ))}
              </a>
            </th>
            <td class="number">
              <span data-testid="sequence-sessions" data-value={sequence.sessions}>
                {count(sequence.sessions)}
              </span>
              {previous && <Change now={sequence.sessions} before={before.get(nameOf(sequence))} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
