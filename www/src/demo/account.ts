import { optIn, optOut } from "trailmark";
import { byTestId } from "../shared/element.ts";

const USER = "cairn-user";
const OPTED_OUT = "cairn-opted-out";

/** Who uses the demo, and whether they may be tracked. Both choices survive a reload, as they would in a real app. */
export class Account {
  /** Called with the new user id, or null after signing out. */
  changed: (userId: string | null) => void = () => {};
  private readonly select = byTestId<HTMLSelectElement>("user-select");
  private readonly optOutSwitch = byTestId<HTMLInputElement>("opt-out");

  constructor() {
    this.select.value = recall(USER);
    this.select.addEventListener("change", () => {
      remember(USER, this.select.value);
      this.changed(this.select.value || null);
    });
    this.optOutSwitch.checked = recall(OPTED_OUT) === "1";
    this.optOutSwitch.addEventListener("change", () => {
      remember(OPTED_OUT, this.optOutSwitch.checked ? "1" : "");
      if (this.optOutSwitch.checked) optOut();
      else optIn();
    });
  }

  get userId(): string | undefined {
    return this.select.value || undefined;
  }

  get optedOut(): boolean {
    return this.optOutSwitch.checked;
  }
}

function recall(name: string): string {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}
