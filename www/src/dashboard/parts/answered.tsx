import type { ComponentChildren, JSX } from "preact";
import type { TrailmarkError } from "trailmark/query";
import type { Answered as Answer } from "../ask/answer.ts";
import { titleOf } from "../ask/client.ts";

interface Props<T> {
  of: Answer<T>;
  /** Shown in the place of the children where it is something for the data: what there would be, and what to do to get it. */
  empty?(data: T): ComponentChildren;
  /** How high it will be, roughly, in pixels: what stands below shall not jump. */
  height?: number;
  children(data: T): ComponentChildren;
}

/** An answer: its place while there is none, what went wrong with a way to try again, the empty state, or the data. */
export function Answered<T>({ of, empty, height, children }: Props<T>): JSX.Element {
  const { state, data, error, again } = of;
  const nothing = data === undefined ? null : empty?.(data);
  return (
    <div class="answered" aria-busy={state === "loading"}>
      {error && <Failure error={error} again={again} />}
      {data === undefined ? !error && <Loading height={height} /> : (nothing ?? children(data))}
    </div>
  );
}

/** The place of what is still to come. */
export function Loading({ height = 120 }: { height?: number }): JSX.Element {
  return (
    <div class="loading" style={{ minHeight: `${height}px` }} data-testid="loading">
      <span class="visually-hidden">Loading</span>
    </div>
  );
}

/** The place of an answer that is not there: still to come, or failed, which is said elsewhere on the page. */
export function Missing({ of, height }: { of: Answer<unknown>; height?: number }): JSX.Element {
  return of.error ? <p class="panel-empty">This could not be loaded.</p> : <Loading height={height} />;
}

/** What went wrong, in the API's words, and a way to try again. */
export function Failure({ error, again }: { error: TrailmarkError; again?(): void }): JSX.Element {
  return (
    <div class="notice bad" data-testid="error" role="alert">
      <div>
        <strong data-testid="error-title">{titleOf(error)}</strong> <code data-testid="error-code">{error.code}</code>
        <p data-testid="error-detail">{error.detail}</p>
      </div>
      {again && (
        <button class="button small" type="button" data-testid="error-retry" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

/** There is nothing, said with what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <section class="empty" data-testid="empty">
      <h2>{title}</h2>
      <p>{children}</p>
    </section>
  );
}
