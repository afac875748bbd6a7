import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

interface Props {
  title: string;
  /** A sentence beside the heading. */
  note?: ComponentChildren;
  /** What can be done with it, at the right of the heading. */
  tools?: ComponentChildren;
  class?: string;
  testId?: string;
  children: ComponentChildren;
}

/** A panel with a heading. */
export function Card({ title, note, tools, testId, children, ...props }: Props): JSX.Element {
  const id = useId();
  return (
    <section class={`card panel ${props.class ?? ""}`} aria-labelledby={id} data-testid={testId}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {note && <div class="panel-note">{note}</div>}
        {tools && <div class="panel-tools">{tools}</div>}
      </div>
      {children}
    </section>
  );
}
