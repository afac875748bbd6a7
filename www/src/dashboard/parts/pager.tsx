import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { PageProps } from "../pages.ts";
import { asked } from "../view/view.ts";
import { Icon } from "./icon.tsx";

interface Props extends Pick<PageProps, "view" | "go"> {
  /** What the list has, such as `sessions`. */
  of: string;
  /** The cursor of the page behind this one. */
  next: string | null;
}

/** Leads through a list in pages, newest first. Which page is shown is the address's `cursor`. */
export function Pager({ view, go, of, next }: Props): JSX.Element | null {
  const cursor = view.own.get("cursor");
  // Another question has other pages: it begins at its first one.
  const question = JSON.stringify(asked(view));
  const before = useRef(question);
  useEffect(() => {
    if (before.current !== question && cursor !== null) go({ own: { cursor: null } }, "replace");
    before.current = question;
  }, [question, cursor]);

  if (cursor === null && next === null) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${of}`}>
      <button class="button small" type="button" data-testid="pager-first" disabled={cursor === null} onClick={() => go({ own: { cursor: null } })}>
        Newest
      </button>
      <button class="button small" type="button" data-testid="pager-next" disabled={next === null} onClick={() => go({ own: { cursor: next } })}>
        Older {of}
        <Icon name="next" />
      </button>
    </nav>
  );
}
