import { flush, track, trackBatch } from "trailmark";
import { byTestId } from "../shared/element.ts";
import type { BoardStore } from "./board-store.ts";

const BURST = 25;

/** The buttons of the side panel, which show what an app would rather not do: bursts, bad events, sending by hand. */
export function mountTools(store: BoardStore, sendUnchecked: () => void): void {
  byTestId("send-now").addEventListener("click", () => void flush());
  byTestId("burst").addEventListener("click", () => burst(store));
  const kind = byTestId<HTMLSelectElement>("bad-kind");
  byTestId("send-bad").addEventListener("click", () => (kind.value === "unchecked" ? sendUnchecked() : sendBadEvent(kind.value)));
}

function burst(store: BoardStore): void {
  const projects = store.projects;
  trackBatch(
    Array.from({ length: BURST }, (_, index) => {
      const project = projects[index % projects.length];
      return {
        type: "project_opened",
        options: {
          entityType: "project",
          entityId: project?.id,
          entityTitle: project?.name,
          summary: `Burst: ${index + 1} of ${BURST}`,
          metadata: { burst: true, index },
        },
      };
    }),
  );
}

/** Events that must not be stored. The tracker drops them and says why, with a code; it never throws into the page. */
function sendBadEvent(kind: string): void {
  if (kind === "long") track("x".repeat(100), { immediate: true });
  else track("", { immediate: true });
}
