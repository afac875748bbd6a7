// The overlay itself. It is built of elements and texts alone, and its styles are no text of the page, so that it works under any policy; it
// lives in a closed shadow tree, of which neither the page nor autocapture sees anything.
import { element } from "./panel-element.js";
import { STYLES } from "./panel-styles.js";

const time = (at) => new Date(at).toLocaleTimeString(undefined, { hour12: false });
const words = (line) => JSON.stringify([line.type, line.verdict, line.code, line.detail, line.batchId, line.event]).toLowerCase();
/** What is copied of a line. */
const plain = ({ key, kind, ...line }) => line;

/**
 * Opens it.
 * @param {() => [string, string][]} state names and what there is to say of them
 * @param {{section: Element, chosen: () => void}} installation the tab that looks at it
 * @returns {{show: (lines: object[], changed: object[]) => void}} `show` is told all lines, and which of them are new or not as they were
 */
export function openPanel(state, installation) {
  const host = element("div", { "data-trailmark-ignore": "", "data-trailmark-debug": "" });
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];

  const list = element("ol", { role: "log", "aria-label": "Events" });
  const facts = element("dl");
  const summary = element("output");
  const filter = element("input", { type: "search", placeholder: "Filter", "aria-label": "Filter", input: renderAll });
  const pause = element("button", { type: "button", "aria-pressed": "false", click: togglePause }, "Pause");
  const copy = element("button", { type: "button", click: copyShown }, "Copy");
  const minimise = element("button", { type: "button", "aria-expanded": "true", click: toggleSize }, "Minimise");
  const tools = element("div", { class: "tools" }, filter, pause, copy);
  // A tab is a line here: its name, what it shows, and what is done when it is chosen.
  const tabs = [
    ["Events", element("section", {}, tools, list), renderAll],
    ["State", element("section", {}, facts), renderState],
    ["Installation", installation.section, installation.chosen],
  ].map(([name, section, chosen]) => ({ section, chosen, button: element("button", { type: "button", role: "tab", click: () => choose(name) }, name), name }));
  const bar = element("header", {}, element("strong", {}, "Trailmark"), summary, element("span", { role: "tablist" }, ...tabs.map(({ button }) => button)), minimise);
  const body = element("div", { class: "body" }, ...tabs.map(({ section }) => section));
  root.append(element("aside", { "aria-label": "Trailmark debug overlay" }, bar, body));

  let lines = [];
  let isPaused = false;
  let chosen;
  const items = new Map();

  function choose(name) {
    chosen = name;
    for (const tab of tabs) {
      tab.section.hidden = tab.name !== name;
      tab.button.setAttribute("aria-selected", `${tab.name === name}`);
      if (tab.name === name) tab.chosen();
    }
  }

  function renderState() {
    facts.replaceChildren(...state().flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  }

  const isShown = (line) => words(line).includes(filter.value.trim().toLowerCase());

  function item(line) {
    const { type, at, verdict, cuts = [], event, batchId, code, field, detail } = line;
    const parts = [code && `code: ${code}`, field && `field: ${field}`, detail, batchId && `batch: ${batchId}`, cuts[0] && `cut or redacted: ${cuts.join(", ")}`].filter(Boolean);
    const head = element("summary", {}, element("time", {}, time(at)), element("b", {}, `${type}`), element("i", { class: verdict }, verdict));
    const made = element("details", {}, head, ...parts.map((part) => element("p", {}, part)), ...(event ? [element("pre", {}, JSON.stringify(event, null, 2))] : []));
    return element("li", {}, made);
  }

  function render(line) {
    const old = items.get(line);
    const next = item(line);
    next.firstChild.open = !!old?.firstChild.open;
    next.hidden = !isShown(line);
    items.set(line, next);
    // The newest on top.
    old ? old.replaceWith(next) : list.prepend(next);
  }

  function renderAll() {
    for (const [line, old] of items) {
      if (lines.includes(line)) continue;
      old.remove();
      items.delete(line);
    }
    if (!isPaused) lines.forEach(render);
    else for (const [line, old] of items) old.hidden = !isShown(line);
  }

  function togglePause() {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", `${isPaused}`);
    pause.textContent = isPaused ? "Go on" : "Pause";
    renderAll();
  }

  function toggleSize() {
    body.hidden = !body.hidden;
    minimise.textContent = body.hidden ? "Open" : "Minimise";
    minimise.setAttribute("aria-expanded", `${!body.hidden}`);
  }

  async function copyShown() {
    const text = JSON.stringify([...items.keys()].filter(isShown).map(plain), null, 2);
    const said = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not allowed");
    copy.textContent = said;
    setTimeout(() => (copy.textContent = "Copy"), 1_500);
  }

  function count() {
    const events = lines.filter(({ kind }) => kind === "event");
    const bad = lines.filter(({ verdict }) => /rejected|refused|dropped|failed/.test(verdict)).length;
    summary.textContent = `${events.length} events, ${events.filter(({ verdict }) => verdict === "waiting").length} waiting${bad ? `, ${bad} problems` : ""}`;
  }

  choose("Events");
  count();
  document.documentElement.append(host);
  return {
    show(all, changed) {
      lines = all;
      count();
      if (chosen === "State") renderState();
      if (isPaused) return;
      changed.forEach(render);
      if (items.size > lines.length) renderAll();
    },
  };
}
