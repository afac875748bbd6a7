import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Client, Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { useDoing } from "../../ask/doing.ts";
import { AdminOnly, isAdmin } from "../../parts/admin-only.tsx";
import { Answered, Failure } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Done } from "../../parts/done.tsx";
import { momentName } from "../../parts/periods.ts";
import { Select } from "../../parts/select.tsx";
import type { PageProps } from "../../pages.ts";
import { bytes } from "../cost/money.ts";

/** Roll-ups, and how events leave and come in as files. */
export function Data({ view, session }: PageProps): JSX.Element {
  const rollups = useAnswer(isAdmin(session) ? "/api/rollups" : null, {});
  return (
    <div class="page">
      <Card title="Roll-ups" note="The events of each closed hour in one row, from which questions are answered">
        <AdminOnly session={session} what="Seeing and folding roll-ups">
          <Answered of={rollups} height={200}>
            {({ closed_until, hours, stale, events, bytes: length }) => (
              <dl class="facts">
                <Fact name="Closed until" testId="rollups-closed" value={closed_until ?? ""}>
                  {closed_until === null ? "nothing yet" : `${momentName(closed_until, view.tz)} (${view.tz})`}
                </Fact>
                <Fact name="Hours with events" testId="rollups-hours" value={hours}>
                  {count(hours)}
                </Fact>
                <Fact name="To be folded" testId="rollups-stale" value={stale}>
                  {stale === 0 ? <span class="tag good">none: all is folded</span> : <span class="tag warn">{count(stale)} hours</span>}
                </Fact>
                <Fact name="Events folded" testId="rollups-events" value={events}>
                  {count(events)}
                </Fact>
                <Fact name="Size of their columns" testId="rollups-bytes" value={length}>
                  {bytes(length)}
                </Fact>
              </dl>
            )}
          </Answered>
          <Folding stale={rollups.data?.stale ?? 0} changed={rollups.again} />
        </AdminOnly>
      </Card>
      <Card title="Export" note="Oldest first; the answer is read while it is sent">
        <Export />
        <p class="settings-hint">
          Files of any size, in pieces and with what is cut off asked for again: <code>cargo xtask export events.ndjson.gz --url {location.origin} --key …</code>
        </p>
      </Card>
      <Card title="Import" note="Lines of an export; what is stored already stays as it is">
        <p class="settings-hint">
          An import takes an admin key, and files of any size in pieces: <code>cargo xtask import events.ndjson.gz --url {location.origin} --key tm_admin_…</code>. Afterwards, have the hours folded: above.
        </p>
      </Card>
    </div>
  );
}

/** Folds what is stale now, or has all hours folded anew. */
function Folding({ stale, changed }: { stale: number; changed(): void }): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const [left, setLeft] = useState<number | null>(null);
  const folding = useDoing((client) => foldAll(client, setLeft));
  const rebuilding = useDoing((client) => client.request("POST", "/api/rollups/rebuild", { query: { range: "all" } }));
  const fold = async () => {
    rebuilding.reset();
    await folding.run();
    setLeft(null);
    changed();
  };
  const rebuild = async () => {
    folding.reset();
    if (!(await rebuilding.run())) return;
    setAsking(false);
    changed();
  };
  const { result: folded, error } = folding;
  return (
    <>
      <div class="settings-buttons">
        <button class="button" type="button" data-testid="fold" disabled={stale === 0 || folding.state === "busy"} onClick={() => void fold()}>
          {folding.state === "busy" ? `Folding${left === null ? "" : `, ${count(left)} left`} …` : "Fold now"}
        </button>
        <button class="button" type="button" data-testid="rebuild" disabled={folding.state === "busy"} onClick={() => setAsking(true)}>
          Rebuild all …
        </button>
      </div>
      {error && <Failure error={error} />}
      {folded && (
        <Done title={`${count(folded.folded)} hours folded`} testId="fold-done">
          <p>
            {count(folded.events)} events. {folded.remaining === 0 ? "Nothing is left." : `${count(folded.remaining)} hours are left.`}
          </p>
        </Done>
      )}
      {rebuilding.result && (
        <Done title={`${count(rebuilding.result.marked)} hours will be folded anew`} testId="rebuild-done">
          <p>The clock does it, some every five minutes; until then questions read the events themselves. Or fold them now.</p>
        </Done>
      )}
      {isAsking && (
        <Confirm title="Rebuild all roll-ups?" testId="rebuild-dialog" action="Rebuild" isBusy={rebuilding.state === "busy"} error={rebuilding.error} confirm={() => void rebuild()} close={() => setAsking(false)}>
          <p>All hours are folded anew from their events. No answer changes by it, unless a roll-up was wrong; until it is done, questions read more rows and take longer.</p>
        </Confirm>
      )}
    </>
  );
}

/** Folds until nothing is left; one request does some hours. */
async function foldAll(client: Client, told: (left: number) => void): Promise<Schemas["RollupsFolded"]> {
  const all = { folded: 0, events: 0, remaining: 0 };
  for (;;) {
    const { folded, events, remaining } = await client.request("POST", "/api/rollups/fold");
    all.folded += folded;
    all.events += events;
    all.remaining = remaining;
    told(remaining);
    if (remaining === 0 || folded === 0) return all;
  }
}

const ranges = { "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days", "90d": "Last 90 days", all: "All time" };

/** A file of the events of a time. */
function Export(): JSX.Element {
  const [range, setRange] = useState("30d");
  const [format, setFormat] = useState("ndjson");
  return (
    <div class="settings-line">
      <Select label="Which events" name="export-range" value={range} change={setRange} options={Object.entries(ranges).map(([value, label]) => ({ value, label }))} />
      <Select label="Format" name="export-format" value={format} change={setFormat} options={[{ value: "ndjson", label: "NDJSON, can be imported" }, { value: "csv", label: "CSV, for spreadsheets" }]} />
      <a class="button" data-testid="export" href={`/api/events/export?${new URLSearchParams({ range, format })}`} download={`events-${range}.${format}`}>
        Download
      </a>
    </div>
  );
}

function Fact({ name, testId, value, children }: { name: string; testId: string; value: string | number; children: JSX.Element | string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId} data-value={value}>
        {children}
      </dd>
    </div>
  );
}
