import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Failure } from "../../parts/answered.tsx";
import type { Older } from "./use-events.ts";

/** The way to older events: by button, or by coming near it. */
export function OlderEvents({ hasMore, isLoading, error, more }: Older): JSX.Element | null {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!end.current || !hasMore) return;
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(), { rootMargin: "400px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, isLoading]);
  if (error) return <Failure error={error} again={more} />;
  return (
    <div class="events-older" ref={end}>
      {hasMore && (
        <button class="button small" type="button" data-testid="events-older" disabled={isLoading} onClick={more}>
          {isLoading ? "Loading…" : "Older events"}
        </button>
      )}
    </div>
  );
}
