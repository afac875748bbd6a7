import { byTestId } from "../shared/element.ts";
import { localKey } from "../shared/keys.ts";
import { ApiError } from "./api.ts";
import { currentSession, logIn, logOut, type Session } from "./session.ts";

/** The dev server's key is not tried again sooner: a refused one would be for ever. */
const LOCAL_KEY_PAUSE_MS = 10_000;

/** Stands before the numbers until somebody is logged in, and again when the login is over. */
export class Gate {
  private readonly card = byTestId("key-gate");
  private readonly page = byTestId("overview");
  private readonly leave = byTestId<HTMLButtonElement>("log-out");
  private readonly input = byTestId<HTMLInputElement>("key-input");
  private readonly refusal = byTestId("key-refusal");
  private triedLocalKeyAt = -Infinity;

  /** `opened` hears that somebody is logged in, `closed` that nobody is any more. */
  constructor(
    private readonly opened: () => void,
    private readonly closed: () => void,
  ) {
    byTestId<HTMLFormElement>("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.exchange(this.input.value.trim());
    });
    this.leave.addEventListener("click", () => void this.exit());
  }

  /** Opens with a key, or else with the login that there is, or else with the dev server's key; else asks for one. */
  async enter(key: string | null): Promise<void> {
    let error: unknown = null;
    try {
      const session = key ? await logIn(key) : await currentSession();
      if (session) return this.open(session);
    } catch (thrown) {
      error = thrown;
    }
    if (!(await this.enterLocally())) this.ask(explain(error));
  }

  /** The server lets nobody in any more. The dev server may have made new keys meanwhile; else asks. */
  async refuse(error: ApiError): Promise<void> {
    if (await this.enterLocally()) return;
    this.ask({ text: error.status === 401 ? "The login is over. Enter the key again." : error.detail, code: error.code });
  }

  private async enterLocally(): Promise<boolean> {
    if (performance.now() - this.triedLocalKeyAt < LOCAL_KEY_PAUSE_MS) return false;
    this.triedLocalKeyAt = performance.now();
    const key = await localKey("read", "../");
    const session = key && (await logIn(key).catch(() => null));
    if (session) this.open(session);
    return Boolean(session);
  }

  private async exchange(key: string): Promise<void> {
    try {
      this.open(await logIn(key));
    } catch (error) {
      this.ask(explain(error));
    }
  }

  private async exit(): Promise<void> {
    try {
      await logOut();
      this.ask(null);
    } catch (error) {
      this.ask(explain(error));
    }
  }

  private open({ project, key }: Session): void {
    this.card.hidden = true;
    this.page.hidden = false;
    this.leave.hidden = false;
    this.leave.title = `Logged in to ${project.name} with the ${key.kind} key ${key.id}`;
    this.input.value = "";
    this.opened();
  }

  private ask(why: Why | null): void {
    this.closed();
    this.page.hidden = true;
    this.leave.hidden = true;
    this.card.hidden = false;
    this.refusal.hidden = why === null;
    this.refusal.dataset.code = why?.code ?? "";
    this.refusal.textContent = why ? `${why.text} (${why.code})` : "";
    this.input.focus();
  }
}

/** Why a key is asked for. */
interface Why {
  text: string;
  code: string;
}

function explain(error: unknown): Why | null {
  if (error === null) return null;
  if (error instanceof ApiError) return { text: `${error.title}. ${error.detail}`, code: error.code };
  throw error;
}
