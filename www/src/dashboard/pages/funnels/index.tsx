import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import type { PageProps } from "../../pages.ts";
import { Answered, Empty, Failure } from "../../parts/answered.tsx";
import { TypeList } from "../../steps/step-field.tsx";
import { useTypeChoices } from "../../steps/types.ts";
import { asked } from "../../view/view.ts";
import { FunnelBuilder } from "./funnel-builder.tsx";
import { type Builder, builderOf, LEAST_STEPS, ownOf, windowText } from "./builder.ts";
import { Result } from "./result-view.tsx";
import { useSuggestion } from "./suggestion.ts";

/** How many people take steps in order, and where they stop. */
export default function Funnels({ view, go }: PageProps): JSX.Element {
  const builder = builderOf(view.own);
  const choices = useTypeChoices(view);
  const suggestion = useSuggestion(view, builder.steps.length === 0, (steps) => go({ own: ownOf({ ...builder, steps }) }, "replace"));
  const steps = builder.steps.filter((step) => step !== "");
  const isWhole = steps.length >= LEAST_STEPS;
  const { people, by } = builder;
  const answer = useAnswer(isWhole ? "/api/analytics/funnel" : null, {
    ...asked(view),
    step: steps,
    window: windowText(builder.window),
    by: by || undefined,
    people: people === "person" ? undefined : people,
  });
  const change = (changed: Partial<Builder>) => go({ own: ownOf({ ...builder, ...changed }) });

  return (
    <div class="funnels">
      <TypeList choices={choices} />
      <FunnelBuilder builder={builder} view={view} isSuggested={suggestion.isOf(builder.steps)} change={change} />
      <div class="funnels-result">
        {isWhole ? (
          <Answered of={answer} height={420} empty={(funnel) => (funnel.people > 0 ? null : <Nobody />)}>
            {(funnel) => <Result funnel={funnel} by={by} />}
          </Answered>
        ) : suggestion.failure ? (
          <Failure {...suggestion.failure} />
        ) : suggestion.isUnderWay ? (
          <div class="loading" aria-busy="true" data-testid="loading" />
        ) : (
          <Empty title="Choose at least two steps">
            A funnel shows how many people do one thing and then another. Each step is an event type, with conditions where you want them.
          </Empty>
        )}
      </div>
    </div>
  );
}

function Nobody(): JSX.Element {
  return (
    <Empty title="Nobody took the first step">No event of this time matches it. Take a longer time above, fewer filters, or another first step.</Empty>
  );
}
