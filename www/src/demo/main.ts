// The demo: Cairn, a small project board that uses Trailmark as any app would. `data-testid` of what can be used:
// nav-board, nav-reports, user-select, theme-toggle, new-project, project-name, project-create, project-cancel, search,
// project-open (one per project, data-project-id, data-project-name), task-title, task-add, task-done (one per task, data-task-id,
// data-task-title), export-start, export-cancel, export-download, send-now, burst, send-bad, bad-kind (empty|long|unchecked), opt-out, dashboard-link,
// key-input, key-submit, key-change. Of what can be read: route-board, route-reports, board-note, projects, open-project,
// project-dialog, export-status, export-progress, report-rows, key-gate, key-refused, key-refused-code, stage, inspector,
// delivery-state (data-state = idle|queued|sending|retrying|off), queue-size, tally-accepted, tally-duplicate, tally-rejected,
// tally-limited, tally-dropped (data-value), who-user, who-visitor, who-session (data-value), event (data-type, data-event-id, data-fate),
// answer (data-kind = answered|failed|dropped|waiting, data-status, data-batch-id, data-accepted …), verdict (data-code, data-field, data-event-id).
import { identify, init, reset } from "trailmark";
import wasm from "trailmark/trailmark_bg.wasm";
import { byTestId } from "../shared/element.ts";
import { localKey, takeKeyFromAddress } from "../shared/keys.ts";
import { mountThemeToggle } from "../shared/theme.ts";
import { Account } from "./account.ts";
import { BoardStore } from "./board-store.ts";
import { BoardView } from "./board-view.ts";
import { Inspector } from "./inspector.ts";
import { forget, keep, keptKey } from "./kept-key.ts";
import { ReportsView } from "./reports-view.ts";
import { Routes } from "./routes.ts";
import { mountTools } from "./tools.ts";
import { sendUncheckedBatch } from "./unchecked-batch.ts";

mountThemeToggle(byTestId("theme-toggle"));
keep(takeKeyFromAddress("write"));
// A link with a key that is opened in this very tab changes the fragment only: start anew with that key.
addEventListener("hashchange", () => {
  if (keep(takeKeyFromAddress("write"))) location.reload();
});
if (!keptKey()) keep(await localKey("write", "./"));
const writeKey = keptKey();
if (writeKey) start(writeKey);
else askForKey();

function start(key: string): void {
  const account = new Account();
  const inspector = new Inspector(account, (code) => void refused(code));
  init({
    writeKey: key,
    userId: account.userId,
    wasmUrl: new URL(wasm, import.meta.url),
    onReport: (report) => inspector.receive(report),
  });
  account.changed = (userId) => {
    if (userId) identify(userId);
    else reset();
    inspector.showWho();
  };

  const store = BoardStore.load();
  const board = new BoardView(store);
  const reports = new ReportsView(store);
  mountTools(store, () => void sendUncheckedBatch(key, (report) => inspector.receive(report)));
  byTestId("stage").hidden = false;
  new Routes({ board: () => board.show(), reports: () => reports.show() }).start();
  inspector.start();
  byTestId("key-change").addEventListener("click", () => {
    forget();
    location.reload();
  });

  /** The dev server may have made new keys since this tab was opened: take those, else say so. */
  async function refused(code: string): Promise<void> {
    const local = await localKey("write", "./");
    if (local !== key && keep(local)) return location.reload();
    byTestId("key-refused").hidden = false;
    byTestId("key-refused-code").textContent = code;
  }
}

function askForKey(): void {
  byTestId("key-gate").hidden = false;
  byTestId<HTMLFormElement>("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (keep(byTestId<HTMLInputElement>("key-input").value)) location.reload();
  });
}
