import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Failure } from "../../parts/answered.tsx";
import { count } from "../../../shared/format.ts";
import type { Older } from "./use-events.ts";

interface Props extends Older {
  /** How many were looked through, where that is not what is shown: then only the button goes on. */
  searched: number | null;
}

/** The way to older events: by button, or by coming near it. */
export function OlderEvents({ hasMore, isLoading, error, more, searched }: Props): JSX.Element | null {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!end.current || !hasMore || searched !== null) return;
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(), { rootMargin: "400px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, isLoading, searched === null]);
  if (error) return <Failure error={error} again={more} />;
  return (
    <div class="events-older" ref={end}>
      {searched !== null && (
        <span class="panel-note" data-testid="events-searched" data-value={searched}>
          {`${count(searched)} events looked through${hasMore ? "" : ", which is all"}`}
        </span>
      )}
      {hasMore && (
        <button class="button small" type="button" data-testid="events-older" disabled={isLoading} onClick={more}>
          {isLoading ? "Loading…" : searched === null ? "Older events" : "Look further"}
        </button>
      )}
    </div>
  );
}
