import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Client, Schemas } from "trailmark/query";
import { useDoing } from "../../../ask/doing.ts";
import type { Session } from "../../../ask/session.ts";
import { isAdmin } from "../../../parts/admin-only.tsx";

/** Pages of the audit that are looked through: 500 lines. What lies further back is seldom asked for. */
const MOST_PAGES = 5;

/** By whom the config was changed last, as the audit tells. */
export function LastChange({ session, at }: { session: Session; at: number | null }): JSX.Element | null {
  const looking = useDoing((client) => newestLine(client, "config_put", at));
  useEffect(() => {
    if (isAdmin(session)) void looking.run();
  }, []);
  const line = looking.result;
  if (!line) return null;
  return (
    <span data-testid="config-by" data-value={line.key_id ?? ""}>
      , by {line.key_id === null ? "who owns the deployment" : <code>{line.key_id}</code>}
      {line.key_id === session.key.id && " (you)"}
    </span>
  );
}

/** The newest line of an action, if it is not older than what it should tell of. */
async function newestLine(client: Client, action: string, at: number | null): Promise<Schemas["AuditItem"] | null> {
  let pages = 0;
  for await (const { items } of client.pages("/api/audit", { query: { limit: 100 } })) {
    const found = items.find((line) => line.action === action);
    if (found) return found;
    const last = items.at(-1);
    if (++pages === MOST_PAGES || (at !== null && last && last.at < at)) break;
  }
  return null;
}
