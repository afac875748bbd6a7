import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { useDoing } from "../ask/doing.ts";
import { logIn, type Session } from "../ask/session.ts";
import { Failure } from "./answered.tsx";

/** Whether who is logged in may change things. */
export function isAdmin({ key }: Session): boolean {
  return key.kind === "admin";
}

interface Props {
  session: Session;
  /** What could be done, at the beginning of a sentence: "Making keys". */
  what: string;
  children: ComponentChildren;
}

/** What an admin key may do; for who has another, what is missing, and a way to log in with one. */
export function AdminOnly({ session, what, children }: Props): JSX.Element {
  return isAdmin(session) ? <>{children}</> : <NeedsAdmin what={what} />;
}

function NeedsAdmin({ what }: { what: string }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  // The page begins anew as somebody else: nothing of the login before stays.
  const entering = useDoing(async (_, key: string) => {
    await logIn(key);
    location.reload();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    void entering.run(input.current?.value.trim() ?? "");
  };
  return (
    <div class="needs-admin" data-testid="needs-admin">
      <p>
        <strong>{what} needs an admin key.</strong> You are logged in with a read key.
      </p>
      <details>
        <summary data-testid="admin-login">Log in with an admin key</summary>
        <form onSubmit={submit}>
          <label class="field">
            Admin key
            <input ref={input} class="input" type="password" data-testid="admin-key" placeholder="tm_admin_…" autocomplete="off" spellcheck={false} required />
          </label>
          <button class="button" type="submit" data-testid="admin-submit" disabled={entering.state === "busy"}>
            Log in
          </button>
        </form>
        {entering.error && <Failure error={entering.error} />}
      </details>
    </div>
  );
}
