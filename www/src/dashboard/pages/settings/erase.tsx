import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Client, Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useDoing } from "../../ask/doing.ts";
import { AdminOnly } from "../../parts/admin-only.tsx";
import { Failure } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Done } from "../../parts/done.tsx";
import { momentName } from "../../parts/periods.ts";
import type { PageProps } from "../../pages.ts";
import { linkTo } from "../../place.ts";

type Erased = Schemas["Erased"];

/** Erases a user, or hands out all that is stored about one. */
export function Erase(props: PageProps): JSX.Element {
  return (
    <Card title="Erase a user" note="Events, rejected events and all that roll-ups say of them; within others' events the id is replaced">
      <AdminOnly session={props.session} what="Erasing or exporting a user">
        <EraseForm {...props} />
      </AdminOnly>
    </Card>
  );
}

function EraseForm({ view, go }: PageProps): JSX.Element {
  const [user, setUser] = useState(view.own.get("who") ?? "");
  const [isAsking, setAsking] = useState(false);
  const [erasedUser, setErasedUser] = useState("");
  const looking = useDoing((client, id: string) => client.request("DELETE", "/api/users/{id}", { path: { id }, query: { dry_run: true } }));
  const erasing = useDoing((client, id: string) => eraseAll(client, id));
  const look = (event: Event) => {
    event.preventDefault();
    erasing.reset();
    go({ own: { who: user } }, "replace");
    void looking.run(user);
  };
  const erase = async () => {
    if (!(await erasing.run(user))) return;
    setErasedUser(user);
    setAsking(false);
    looking.reset();
    setUser("");
    go({ own: { who: null } }, "replace");
  };
  const found = looking.result;
  const done = erasing.result;
  return (
    <>
      <form class="settings-line" onSubmit={look}>
        <label class="field">
          User id
          <input
            class="input mono"
            required
            maxLength={128}
            data-testid="erase-user"
            placeholder="u_7"
            autocomplete="off"
            spellcheck={false}
            value={user}
            onInput={(event) => {
              setUser(event.currentTarget.value);
              looking.reset();
            }}
          />
        </label>
        <button class="button" type="submit" data-testid="erase-look" disabled={looking.state === "busy"}>
          Look what there is
        </button>
      </form>
      {looking.error && <Failure error={looking.error} />}
      {found && <Found found={found} view={view} user={user} ask={() => setAsking(true)} />}
      {done && (
        <Done title={`${count(done.deleted)} events of ${erasedUser} are erased`} testId="erase-done">
          <p>
            <span data-testid="erase-deleted" data-value={done.deleted}>
              {count(done.deleted)}
            </span>{" "}
            events deleted, {count(done.replaced)} of others in which the id was replaced, {count(done.rejected)} rejected events, {count(done.visitors)} visitors. {done.remaining === 0 ? "Nothing remains." : `${count(done.remaining)} remain: ask again.`}{" "}
            {done.overwritten ? "The deleted rows are overwritten in the database's file." : "The deleted rows' bytes stay in the database's file until their place is used again; no query reads them."}
          </p>
          <p>Cloudflare's Time Travel keeps earlier states for up to 30 days. Events that come afterwards, such as those that wait in a browser, are stored as any others.</p>
        </Done>
      )}
      {isAsking && found && (
        <Confirm title={`Erase ${user}?`} testId="erase-dialog" action="Erase for good" typed={{ label: `Type the user id, ${user}, to erase it`, text: user }} isBusy={erasing.state === "busy"} error={erasing.error} confirm={() => void erase()} close={() => setAsking(false)}>
          <p>
            {count(found.matched)} events and {count(found.rejected)} rejected ones are deleted, and the id is replaced in {count(found.replaced)} events of others. Nobody can bring it back from here. An export of the
            user, if one is owed, has to be made before.
          </p>
        </Confirm>
      )}
    </>
  );
}

/** Asks until nothing remains: one request deletes some tens of thousands. The sums are of all requests. */
async function eraseAll(client: Client, id: string): Promise<Erased> {
  const path = { id };
  let all = await client.request("DELETE", "/api/users/{id}", { path });
  for (let last = all; last.remaining > 0 && last.deleted + last.replaced + last.rejected > 0; ) {
    last = await client.request("DELETE", "/api/users/{id}", { path });
    all = { ...last, deleted: all.deleted + last.deleted, replaced: all.replaced + last.replaced, rejected: all.rejected + last.rejected, visitors: Math.max(all.visitors, last.visitors) };
  }
  return all;
}

/** What an erasure would take, and the ways on. */
function Found({ found, view, user, ask }: { found: Erased; view: PageProps["view"]; user: string; ask(): void }): JSX.Element {
  const isNothing = found.matched + found.rejected + found.replaced === 0;
  const types = Object.entries(found.by_type).sort(([, one], [, other]) => other - one);
  if (isNothing)
    return (
      <p class="settings-found" data-testid="erase-nothing" role="status">
        Nothing is stored about this user. Ids are compared letter by letter.
      </p>
    );
  return (
    <div class="settings-found" data-testid="erase-found" role="status">
      <dl class="facts">
        <Row name="Events that would go" testId="erase-matched" value={found.matched} />
        <Row name="Visitors that were only this user" testId="erase-visitors" value={found.visitors} />
        <Row name="Events of others that name the id" testId="erase-replaced" value={found.replaced} />
        <Row name="Rejected events" testId="erase-rejected" value={found.rejected} />
        {found.first !== null && found.last !== null && (
          <div>
            <dt>From, to ({view.tz})</dt>
            <dd>
              {momentName(found.first, view.tz)} – {momentName(found.last, view.tz)}
            </dd>
          </div>
        )}
      </dl>
      {types.length > 0 && (
        <ul class="settings-types" aria-label="Events by type">
          {types.map(([type, number]) => (
            <li key={type} class="tag" data-testid="erase-type" data-type={type} data-value={number}>
              {type} {count(number)}
            </li>
          ))}
        </ul>
      )}
      <div class="settings-buttons">
        <a class="button" data-testid="erase-export" href={`/api/users/${encodeURIComponent(user)}/export`} download={`${user.replace(/[^\w.-]+/g, "_")}.ndjson`}>
          Download all of it
        </a>
        <a class="button" href={linkTo("events", { ...view, filters: [{ name: "user", test: "is", values: [user] }] })}>
          See the events
        </a>
        <button class="button danger" type="button" data-testid="erase-ask" onClick={ask}>
          Erase …
        </button>
      </div>
    </div>
  );
}

function Row({ name, testId, value }: { name: string; testId: string; value: number }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId} data-value={value}>
        {count(value)}
      </dd>
    </div>
  );
}
