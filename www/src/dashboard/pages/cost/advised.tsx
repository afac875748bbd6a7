import type { JSX } from "preact";
import { Card } from "../../parts/card.tsx";
import { linkTo } from "../../place.ts";
import type { View } from "../../view/view.ts";
import { adviceOf, type Cost } from "./money.ts";

/** What would make it cheaper. */
export function Advised({ cost, view }: { cost: Cost; view: View }): JSX.Element {
  return (
    <Card title="What would change it" testId="advice">
      <ul class="cost-advice">
        {adviceOf(cost).map(({ title, sentence, link }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{sentence}</p>
            {link && <a href={linkTo(link.page, view, link.own)}>{link.text}</a>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
