// `rage_clicked`: several clicks on one spot in a short time. It is told when they have ended, with how many they were.
import { bursts } from "./bursts.js";
import { elementsOf, selectorOf } from "./element.js";

export default function (page, rule) {
  const { ms = 1_000 } = rule;
  const found = bursts(rule);
  let where, timer;
  const tell = (clicks) => clicks && page.track("rage_clicked", { metadata: { clicks, element: where } });
  const end = () => {
    clearTimeout(timer);
    tell(found.end());
  };

  page.on(window, "click", (event) => {
    const elements = elementsOf(event);
    // Where it is text, three clicks select a line of it; keys make clicks without a place.
    const isText = elements[0]?.closest("input:not([type=button],[type=submit],[type=checkbox],[type=radio]),textarea,select,[contenteditable]") || getSelection()?.type === "Range";
    if (!event.isTrusted || !elements[0] || isText || !event.detail) return;
    tell(found.click(event.timeStamp, event.clientX, event.clientY));
    where = selectorOf(elements);
    clearTimeout(timer);
    timer = setTimeout(end, ms);
  });
  page.beforeLeaving(end);
  page.onStop(() => clearTimeout(timer));
}
