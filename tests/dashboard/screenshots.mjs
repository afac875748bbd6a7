// Pictures of every page to look at: dashboard, documentation and demo, in light and dark, on a desktop and a phone, with a month of events.
//
//   node tests/dashboard/screenshots.mjs [--only NAME]
//
// writes PNGs and a sheet with all of them into tests/artifacts/screenshots/, and prints a line of JSON for each: `{name, file}`. Nothing compares
// them. `cargo xtask screenshots` builds what is missing first.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "../support/database.mjs";
import { PAGES } from "./pages.mjs";
import { startWorld } from "./world.mjs";

const TARGET = path.join(root, "tests/artifacts/screenshots");
const THEMES = ["light", "dark"];
const WINDOWS = [["desktop", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]];
/** A page of documentation goes on for long, and the beginning says how it looks. In pixels. */
const TALLEST = 6_000;

const { values } = parseArgs({ options: { only: { type: "string" } } });
const world = await startWorld();
try {
  const subjects = (await everything(world)).filter(({ name }) => !values.only || name.includes(values.only));
  if (subjects.length === 0) throw new Error(`no page has ${values.only} in its name`);
  if (!values.only) await rm(TARGET, { recursive: true, force: true });
  await mkdir(TARGET, { recursive: true });
  for (const subject of subjects) {
    for (const theme of THEMES) {
      for (const [window, size] of WINDOWS) {
        const file = path.join(TARGET, `${subject.name}-${window}-${theme}.png`);
        await take(world, subject, { theme, ...size }, file);
        console.log(JSON.stringify({ name: subject.name, file: path.relative(root, file) }));
      }
    }
  }
  await writeSheet();
} finally {
  await world.stop();
}

/** Every page as `{name, address, view}`, those of a single thing with one that the month has. */
async function everything(world) {
  const dashboard = PAGES.map(({ name, address }) => ({ name: `dashboard-${name}`, address, view: { range: "30d" } }));
  const [session] = (await world.ask("/api/analytics/sessions", { range: "30d", limit: 20 })).items.sort((a, b) => b.events - a.events);
  const stream = (await world.ask("/api/streams", { range: "30d", limit: 20 })).items.find(({ events }) => events > 10);
  const [event] = (await world.ask("/api/events", { range: "30d", type: "mail_sent", limit: 1 })).items;
  const single = [
    { name: "dashboard-session", address: "/dashboard/sessions/", view: { range: "30d", id: session.session_id } },
    { name: "dashboard-stream", address: "/dashboard/streams/", view: { range: "30d", id: stream.stream_id } },
    { name: "dashboard-causality", address: "/dashboard/streams/", view: { range: "30d", event: event.id } },
    { name: "dashboard-funnel", address: "/dashboard/funnels/", view: { range: "30d", step: ["plan_compared", "signup_started", "signup_completed"] } },
    { name: "dashboard-comparison", address: "/dashboard/", view: { range: "7d", compare: "1" } },
  ];
  const empty = ["overview", "events", "install"].map((name) => ({ ...PAGES.find((page) => page.name === name), name: `dashboard-${name}-empty`, empty: true }));
  const docs = (await pagesBelow("docs")).map((address) => ({ name: `docs${address.slice("/docs".length).replaceAll("/", "-").replace(/-$/, "")}`, address }));
  return [...dashboard, ...single, ...empty, { name: "dashboard-gate", address: "/dashboard/", as: null }, ...docs, { name: "demo", address: "/" }];
}

async function pagesBelow(folder) {
  const files = await readdir(path.join(root, "www/dist", folder), { recursive: true });
  return files.filter((file) => path.basename(file) === "index.html").map((file) => `/${path.posix.join(folder, path.dirname(file))}/`.replace("/./", "/")).sort();
}

async function take(world, { address, view, as, empty }, size, file) {
  const left = [];
  // The dev server's key would open the gate; whatever a page says on its console is for the tests.
  const before = (context) => context.route("**/local.json", (route) => (as === null ? route.fulfill({ status: 404 }) : route.continue()));
  const page = await world.open({ after: (work) => left.push(work) }, address, { view, as, empty, ...size, before, expected: /./ });
  if (address === "/") await page.getByTestId("route-board").waitFor();
  const height = Math.min(TALLEST, await page.evaluate(() => document.documentElement.scrollHeight));
  // A window as high as the page: what stays in view while one scrolls is there once.
  await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
  await page.screenshot({ path: file, animations: "disabled" });
  for (const work of left) await work();
}

/** One page with all pictures, in folders' order, for looking through them. */
async function writeSheet() {
  const files = (await readdir(TARGET)).filter((file) => file.endsWith(".png")).sort();
  const names = [...new Set(files.map((file) => file.replace(/-(desktop|phone)-(light|dark)\.png$/, "")))];
  const figure = (file) => `<figure><a href="${file}"><img src="${file}" alt="" loading="lazy"></a><figcaption>${file}</figcaption></figure>`;
  const section = (name) => `<h2>${name}</h2><div>${files.filter((file) => file.replace(/-(desktop|phone)-(light|dark)\.png$/, "") === name).map(figure).join("")}</div>`;
  const style = "body{font:14px system-ui;margin:2rem;background:#888}div{display:flex;gap:1rem;align-items:start}figure{margin:0;flex:1}img{width:100%;max-height:40rem;object-fit:cover;object-position:top}";
  await writeFile(path.join(TARGET, "index.html"), `<!doctype html><meta charset="utf-8"><title>Screenshots</title><style>${style}</style>${names.map(section).join("\n")}\n`);
}
