// `page_engaged`: how long a view was looked at. It goes when the page is hidden or shows another view, with what no event has told yet, so
// that a view's durations add up.
import { attention } from "./attention.js";
import { watchViews } from "./views.js";

/** Without a sign of life nobody is taken to be there for longer. */
const IDLE_SECONDS = 30;
/** What is less waits for more. */
const LEAST_MS = 1_000;

export default function (page, { idle = IDLE_SECONDS }) {
  const looking = attention(idle * 1_000);
  const now = () => performance.now();
  let view;
  const tell = () => {
    const took = looking.take(now(), LEAST_MS);
    // Of where it was, since the page may show another view by now.
    if (took && view) page.trackAt(Date.now(), [view.address], "page_engaged", { durationMs: took, level: "state" });
  };

  looking.show(now(), !document.hidden);
  watchViews(page, (next) => {
    tell();
    // What was too little for the last one is not the next one's.
    looking.take(now());
    view = next;
  });
  page.on(window, "pointermove pointerdown keydown scroll wheel touchmove focus", () => looking.active(now()));
  page.on(window, "visibilitychange pageshow", () => looking.show(now(), !document.hidden));
  page.beforeLeaving(() => {
    tell();
    looking.show(now(), false);
  });
}
