// `dead_clicked`: a click on what looks as if it did something, after which nothing happened.
import { elementsOf, selectorOf } from "./element.js";

/** What is made to be clicked. Fields and menus do something of their own that no script sees. */
const CLICKABLE = "a[href],button,summary,[onclick],[role=button],[role=link],[role=menuitem],[role=tab],[role=switch],[role=checkbox],[role=option],input[type=button],input[type=submit],input[type=image]";
const OWN_AFFAIR = "select,option,textarea,input:not([type=button],[type=submit],[type=image]),label,video,audio,canvas,iframe,object,embed,[contenteditable],[download],a[href^='mailto:'],a[href^='tel:']";

/** So long a page has time to answer. */
const ANSWER_MS = 1_000;
/** And so long requests that it made by then, to be done and known. */
const VERDICT_MS = 2_500;

/** Whether an element looks clickable: by what it is, or by the hand that the pointer becomes. */
function looksClickable(element) {
  if (element.closest(OWN_AFFAIR)) return false;
  return !!element.closest(CLICKABLE) || getComputedStyle(element).cursor === "pointer";
}

export default function (page) {
  /** Clicks that wait for their verdict. */
  const waiting = new Set();
  /** Something happened: every click that waits for an answer has it. */
  const answer = () => {
    const now = performance.now();
    for (const click of waiting) if (now - click.at <= ANSWER_MS) settle(click);
    if (!waiting.size) changes.disconnect();
  };
  const changes = new MutationObserver(answer);

  function settle(click) {
    clearTimeout(click.timer);
    waiting.delete(click);
  }

  const asked = ({ at }) =>
    performance.getEntriesByType("resource").some(({ startTime, name }) => startTime >= at && startTime - at <= ANSWER_MS && name !== page.settings.url);

  function judge(click) {
    settle(click);
    if (!waiting.size) changes.disconnect();
    if (!asked(click)) page.trackAt(click.time, [click.address], "dead_clicked", { metadata: { element: click.element } });
  }

  page.on(window, "click", (event) => {
    const elements = elementsOf(event);
    const [target] = elements;
    const isPlain = event.isTrusted && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    // Who selects text by clicking means no click.
    if (!isPlain || !target || getSelection()?.type === "Range" || !looksClickable(target)) return;
    const click = { at: performance.now(), time: Date.now(), address: location.href, element: selectorOf(elements), target };
    click.timer = setTimeout(() => judge(click), VERDICT_MS);
    waiting.add(click);
    // Changes within open shadow trees are told only to who looks into them.
    const roots = new Set(elements.map((element) => element.getRootNode()));
    for (const root of [document, ...roots]) changes.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  });

  // The focus comes to what is clicked before the click; what moves it afterwards is an answer.
  page.on(window, "scroll focusin change input toggle blur visibilitychange hashchange popstate beforetoggle play copy submit", answer);
  if (window.navigation) page.on(navigation, "navigate", answer);
  // Who leaves the page in time had an answer; the others had none, and it would not be known later.
  page.beforeLeaving(() => {
    answer();
    for (const click of waiting) judge(click);
  });
  page.onStop(() => {
    changes.disconnect();
    for (const click of waiting) settle(click);
  });
}
