import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { AdminOnly } from "../../parts/admin-only.tsx";
import { Card } from "../../parts/card.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import type { PageProps } from "../../pages.ts";
import { type MadeKeys, MakeKey } from "./make-key.tsx";
import { siteOf } from "./site-address.ts";
import { Snippet } from "./snippet.tsx";
import { NO_KEY, WAYS, wayOf } from "./ways.ts";

/** The text to put into a site or a program, with this Worker's address, and with a key that is made for it. */
export function Start({ view, go, session }: PageProps): JSX.Element {
  const [made, setMade] = useState<MadeKeys>({});
  const way = wayOf(view.own.get("for"));
  const site = view.own.get("site") ?? "";
  const key = made[way.kind]?.key ?? NO_KEY[way.kind];
  return (
    <Card title="1. Put it into your site" testId="install-start">
      <div class="install-steps">
        <label class="field install-site">
          Your site's address
          <input
            class="input"
            type="text"
            inputMode="url"
            data-testid="install-site"
            placeholder="https://shop.example"
            value={site}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={site !== "" && !siteOf(site)}
            onInput={(event) => go({ own: { site: event.currentTarget.value || null } }, "replace")}
          />
        </label>
        <Tabs label="Ways to install" name="install-for" tabs={WAYS} selected={way.key} select={(key) => go({ own: { for: key === WAYS[0]?.key ? null : key } }, "replace")}>
          <p class="install-where">{way.where}</p>
          {way.command && <Snippet name="install-command" code={way.command} label="Command to install the package" />}
          <Snippet name="install-snippet" code={way.snippet({ endpoint: location.origin, key })} marked={made[way.kind]?.key} label={`Snippet for ${way.title}`} />
        </Tabs>
        <AdminOnly session={session} what="Making a key">
          <MakeKey kind={way.kind} site={siteOf(site)} made={made[way.kind]} done={(key) => setMade({ ...made, [way.kind]: key })} />
        </AdminOnly>
      </div>
    </Card>
  );
}
