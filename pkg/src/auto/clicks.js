// Clicks on what the page has marked: `data-trailmark-event="signup_clicked"` is the event's type, other `data-trailmark-…` its members.
import { elementsOf } from "./element.js";

/** Options of `track` by their attributes, `data-trailmark-entity-type` and so on. What has another name is metadata. */
const OPTIONS = ["entityType", "entityId", "entityTitle", "level", "ref", "streamId", "correlationId"];

/** A label's click makes its field click too. */
const LABEL_MS = 50;

/**
 * What an element's attributes say of its event.
 * @param {Record<string, string>} dataset
 */
export function eventOf(dataset) {
  const options = {};
  const metadata = {};
  for (const [key, value] of Object.entries(dataset)) {
    const [, first, rest] = /^trailmark([A-Z])(.*)/.exec(key) ?? [];
    const name = first && first.toLowerCase() + rest;
    if (!name || name === "event") continue;
    if (OPTIONS.includes(name)) options[name] = value;
    else metadata[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = value;
  }
  return [dataset.trailmarkEvent, Object.keys(metadata)[0] ? { ...options, metadata } : options];
}

export default function (page) {
  let last;
  page.on(window, "click", (event) => {
    const element = elementsOf(event).find((element) => element.dataset?.trailmarkEvent);
    if (!element) return;
    const isEcho = last?.element === element && last.target !== event.target && last.target.closest("label") && event.timeStamp - last.at < LABEL_MS;
    last = { element, target: event.target, at: event.timeStamp };
    if (!isEcho) page.track(...eventOf(element.dataset));
  });
}
