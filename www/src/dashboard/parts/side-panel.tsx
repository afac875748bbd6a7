import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface Props {
  title: ComponentChildren;
  testId?: string;
  close(): void;
  children: ComponentChildren;
}

/** Something to look at beside the page, which goes on being used. Escape closes it, and the focus returns to where it was if it was in here. */
export function SidePanel({ title, testId, close, children }: Props): JSX.Element {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const latest = useRef(close);
  latest.current = close;
  // With the panel itself, not after it was painted: a key that comes in between would go nowhere.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const keys = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) latest.current();
    };
    document.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("keydown", keys);
      if (before instanceof HTMLElement && (document.activeElement === document.body || document.activeElement === null)) before.focus();
    };
  }, []);
  return (
    <div ref={panel} class="side-panel" role="dialog" aria-modal="false" aria-labelledby={id} data-testid={testId}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button class="button quiet icon" type="button" data-testid="dialog-close" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </div>
  );
}
