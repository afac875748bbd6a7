// `page_view`: one for each view. It is tracked when the page has had the time to set its title, with the time of its beginning.
import { attempt } from "./attempt.js";
import { watchViews } from "./views.js";

/** How long a title is waited for, where nothing says that it has been set: in milliseconds. */
const TITLE_MS = 200;
/** And how long for the end of a navigation that never ends. */
const NAVIGATION_MS = 2_000;

export default function (page) {
  /** The view that waits for its title. */
  let waiting;

  function settle() {
    if (!waiting) return;
    const { address, at, from, timer, titles } = waiting;
    waiting = undefined;
    clearTimeout(timer);
    titles.disconnect();
    page.trackAt(at, [address, document.title, from], "page_view");
  }

  function expect(view) {
    const next = (waiting = { ...view, titles: new MutationObserver(check) });
    const settleThis = () => waiting === next && attempt(settle);
    const wait = (milliseconds) => {
      clearTimeout(next.timer);
      next.timer = setTimeout(settleThis, milliseconds);
    };
    const was = document.title;
    // A title may be written in several steps: what it is a moment later stands.
    function check() {
      if (document.title !== was) wait(50);
    }
    next.titles.observe(document.head ?? document.documentElement, { childList: true, subtree: true, characterData: true });
    wait(view.settled ? NAVIGATION_MS : TITLE_MS);
    const worked = () => waiting === next && wait(TITLE_MS);
    view.settled?.then(worked, worked);
  }

  watchViews(page, (view) => {
    // A router that sends on at once: nobody has seen where it came through.
    if (waiting && view.replaced) return void (waiting.address = view.address);
    settle();
    expect(view);
  });
  page.beforeLeaving(settle);
  page.onStop(() => {
    clearTimeout(waiting?.timer);
    waiting?.titles.disconnect();
    waiting = undefined;
  });
}
