import { byTestId, h, refill } from "../shared/element.ts";
import { count, share } from "../shared/format.ts";
import type { Counts } from "./api.ts";
import type { Remark } from "./planned.ts";

/** Rows shown before the reader asks for the rest. */
const FIRST = 8;

/** Panels whose rest is shown; it stays so when the numbers are refreshed. */
const opened = new Set<string>();

/**
 * One grouping as a table of names, counts and shares of `total`, largest first. A row is
 * `[data-testid="<panel>-row"][data-<key>="<name>"]`, its count cell carries the exact number in `data-value`. `remark` is what is known of a name.
 */
export function showBreakdown(panel: string, key: string, heading: string, counts: Counts, total: number, remark?: (name: string) => Remark): void {
  const host = byTestId(panel);
  const rows = Object.entries(counts).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  if (rows.length === 0) {
    refill(host, h("p", { class: "panel-empty" }, "Nothing in this range."));
    return;
  }
  const largest = rows[0]?.[1] ?? 1;
  const body = rows.map(([name, value], index) => {
    const { sentence, word } = remark?.(name) ?? { sentence: "" };
    const row = h(
      "tr",
      { "data-testid": `${panel}-row`, [`data-${key}`]: name, hidden: index >= FIRST && !opened.has(panel) },
      h("th", { scope: "row", title: sentence ? `${name}: ${sentence}` : name }, h("span", {}, name || "(none)"), word && h("small", { class: "faint" }, ` ${word}`)),
      h("td", { class: "number", "data-testid": "count", "data-value": value }, count(value)),
      h("td", { class: "number faint", "data-testid": "share" }, share(value, total)),
    );
    row.style.setProperty("--share", `${(100 * value) / largest}%`);
    return row;
  });
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, heading),
    h("th", { scope: "col", class: "number" }, "Events"),
    h("th", { scope: "col", class: "number" }, "Share"),
  );
  refill(
    host,
    h("table", { class: "breakdown" }, h("thead", {}, head), h("tbody", {}, ...body)),
    rows.length > FIRST && moreButton(panel, rows.length, body),
  );
}

function moreButton(panel: string, all: number, rows: HTMLElement[]): HTMLButtonElement {
  const label = () => (opened.has(panel) ? "Show fewer" : `Show all ${all}`);
  const button = h("button", { id: `${panel}-more`, class: "button quiet small", type: "button", "data-testid": `${panel}-more`, onclick: toggle }, label());
  button.setAttribute("aria-expanded", String(opened.has(panel)));
  return button;

  function toggle(): void {
    if (!opened.delete(panel)) opened.add(panel);
    rows.forEach((row, index) => (row.hidden = index >= FIRST && !opened.has(panel)));
    button.textContent = label();
    button.setAttribute("aria-expanded", String(opened.has(panel)));
  }
}
