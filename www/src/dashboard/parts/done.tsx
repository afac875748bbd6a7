import type { ComponentChildren, JSX } from "preact";

/** What was done, with its counts. It is said aloud when it comes. */
export function Done({ title, testId, children }: { title: string; testId: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="done" role="status" data-testid={testId}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}
