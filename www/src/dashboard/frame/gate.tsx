import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TrailmarkError } from "trailmark/query";
import { refusalOf, titleOf } from "../ask/client.ts";
import { currentSession, logIn, type Session } from "../ask/session.ts";
import { ROOT } from "../place.ts";
import { localKey } from "../../shared/keys.ts";

/** The dev server's key is not tried again sooner: a refused one would be for ever. In milliseconds. */
const LOCAL_KEY_PAUSE = 10_000;

let triedLocalKeyAt = -Infinity;

/** Why a key is asked for. */
export interface Why {
  text: string;
  code: string;
}

/**
 * Lets somebody in with a key, or else with the login that there is, or else with the dev server's key. `over` is why the last login
 * ended: then the dev server may have made new keys meanwhile. Whoever is not let in is told why, if something went wrong.
 */
export async function enter(key: string | null, over?: TrailmarkError): Promise<{ session: Session } | { why: Why | null }> {
  let why: Why | null = null;
  try {
    if (over) throw over;
    const session = key ? await logIn(key) : await currentSession();
    if (session) return { session };
  } catch (error) {
    why = explain(refusalOf(error), error === over);
  }
  const session = await enterLocally();
  return session ? { session } : { why };
}

async function enterLocally(): Promise<Session | null> {
  if (performance.now() - triedLocalKeyAt < LOCAL_KEY_PAUSE) return null;
  triedLocalKeyAt = performance.now();
  const key = await localKey("read", new URL("../", new URL(ROOT, location.href)).href);
  return key ? logIn(key).catch(() => null) : null;
}

function explain(error: TrailmarkError, isOver: boolean): Why {
  return { text: isOver ? "The login is over. Enter the key again." : `${titleOf(error)}. ${error.detail}`, code: error.code };
}

/** Stands before the numbers until somebody is logged in, and again when the login is over. */
export function Gate({ why, enter }: { why: Why | null; enter(key: string): Promise<void> }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [isEntering, setEntering] = useState(false);
  useLayoutEffect(() => input.current?.focus(), [why]);

  const submit = async (event: Event) => {
    event.preventDefault();
    setEntering(true);
    await enter(input.current?.value.trim() ?? "");
    setEntering(false);
  };

  return (
    <main id="content" class="gate-page">
      <section class="gate card" data-testid="key-gate" aria-labelledby="gate-title">
        <div>
          <h1 id="gate-title">Open the dashboard</h1>
          <p>Numbers are shown to whoever holds a read or an admin key of the project.</p>
        </div>
        {why && (
          <p class="refusal" data-testid="key-refusal" data-code={why.code} role="alert">
            {`${why.text} (${why.code})`}
          </p>
        )}
        <form data-testid="key-form" onSubmit={submit}>
          <label class="field">
            Key
            <input ref={input} class="input" type="password" name="key" data-testid="key-input" placeholder="tm_read_…" autocomplete="off" spellcheck={false} required />
          </label>
          <button class="button primary" type="submit" data-testid="key-submit" disabled={isEntering}>
            Log in
          </button>
        </form>
        <p>
          On your own machine, <code>cargo xtask dev</code> prints a link with the key in it. The key is exchanged for a login of this browser and is not kept; the
          login ends after 12 hours without use.
        </p>
      </section>
    </main>
  );
}
