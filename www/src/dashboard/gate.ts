import { byTestId } from "../shared/element.ts";
import { forget, keep, keptKey, takeLocalKeys } from "../shared/keys.ts";
import type { ApiError } from "./api.ts";

/** Stands before the numbers until there is a read key, and again when the server refuses it. */
export class Gate {
  private readonly card = byTestId("key-gate");
  private readonly page = byTestId("overview");
  private readonly change = byTestId<HTMLButtonElement>("forget-key");
  private readonly input = byTestId<HTMLInputElement>("key-input");
  private readonly refusal = byTestId("key-refusal");

  /** `opened` hears of a key to load with, `closed` that there is none any more. */
  constructor(
    private readonly opened: (key: string) => void,
    private readonly closed: () => void,
  ) {
    byTestId<HTMLFormElement>("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (keep("read", this.input.value)) void this.enter();
    });
    this.change.addEventListener("click", () => {
      forget("read");
      this.ask(null);
    });
  }

  /** Opens with the key of the address or of this tab, else with the dev server's, else asks for one. */
  async enter(): Promise<void> {
    if (!keptKey("read")) await takeLocalKeys("read", "../");
    const key = keptKey("read");
    if (!key) return this.ask(null);
    this.card.hidden = true;
    this.page.hidden = false;
    this.change.hidden = false;
    this.input.value = "";
    this.opened(key);
  }

  /** The server does not take `key`. The dev server may have made new ones since this tab was opened; else ask. */
  async refuse(error: ApiError, key: string): Promise<void> {
    forget("read");
    if (await takeLocalKeys("read", "../", key)) return this.enter();
    this.ask(error);
  }

  private ask(error: ApiError | null): void {
    this.closed();
    this.page.hidden = true;
    this.change.hidden = true;
    this.card.hidden = false;
    this.refusal.hidden = error === null;
    this.refusal.dataset.code = error?.code ?? "";
    this.refusal.textContent = error ? `${error.detail} (${error.code})` : "";
    this.input.focus();
  }
}
