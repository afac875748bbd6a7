// `page_scrolled`: how far down a view was seen, in percent of its height: once when it is left, or at each of some marks.
import { watchViews } from "./views.js";

/** A view of the same document begins where the one before was scrolled to; until then its router has scrolled up. */
const SETTLE_MS = 500;
/** A router may draw the next view before it says that there is one: its height is not the last one's. */
const GROW_MS = 300;

/**
 * Pure: how many percent of a height have been seen, at most 100. What is not higher than the window was seen whole.
 * @param {number} lowest the lowest line that was seen
 * @param {number} height of the whole
 */
export const percentOf = (lowest, height) => (height > 0 ? Math.min(100, Math.round((lowest / height) * 100)) : 100);

export default function (page, { container, marks }) {
  let view, lowest, height, told, timer, growing;
  const room = () => (container && document.querySelector(container)) || document.scrollingElement || document.documentElement;

  function tell(percent) {
    if (percent <= told) return;
    told = percent;
    page.trackAt(Date.now(), [view.address], "page_scrolled", { metadata: { percent }, level: "detail" });
  }

  function measure() {
    if (timer) return;
    const { scrollTop, clientHeight, scrollHeight } = room();
    height = scrollHeight;
    // Lines are fractions of pixels where the screen is magnified.
    lowest = Math.max(lowest, scrollTop + clientHeight + 1);
    const percent = percentOf(lowest, height);
    for (const mark of marks ?? []) if (mark <= percent) tell(mark);
  }

  function begin(next) {
    view = next;
    lowest = told = 0;
    clearTimeout(timer);
    clearTimeout(growing);
    timer = setTimeout(() => {
      timer = 0;
      measure();
    }, SETTLE_MS);
  }

  /** A view that was left before it was measured was seen as far as its first screen. */
  function end() {
    if (marks || !view) return;
    if (!lowest && timer) return tell(percentOf(room().clientHeight, room().scrollHeight));
    tell(percentOf(lowest, height));
  }

  const sizes = new ResizeObserver(() => {
    clearTimeout(growing);
    growing = setTimeout(measure, GROW_MS);
  });
  if (document.body) sizes.observe(document.body);
  watchViews(page, (next) => {
    // By what was measured: the document may be the next view's already.
    end();
    begin(next);
  });
  page.on(window, "scroll resize load", measure);
  page.beforeLeaving(() => {
    measure();
    end();
  });
  page.onStop(() => {
    sizes.disconnect();
    clearTimeout(timer);
    clearTimeout(growing);
  });
}
