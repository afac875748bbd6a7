/** One question: asked at once, and again for as long as it is followed and the page is visible. */
export class Round {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private controller: AbortController | null = null;
  private isAnswered = false;
  private answeredAt = 0;
  private every = 0;

  /** `ask` ends, whatever comes of it, and heeds its signal. */
  constructor(private readonly ask: (signal: AbortSignal) => Promise<void>) {
    document.addEventListener("visibilitychange", this.schedule);
    void this.start();
  }

  /** From now on it is asked anew so often, in milliseconds; 0 is never, and breaks off what was only asked for that. */
  follow(every: number): void {
    this.every = every;
    if (every === 0 && this.isAnswered) this.controller?.abort();
    this.schedule();
  }

  /** Breaks off what is under way, and asks no more. */
  end(): void {
    this.every = 0;
    clearTimeout(this.timer);
    this.controller?.abort();
    document.removeEventListener("visibilitychange", this.schedule);
  }

  private async start(): Promise<void> {
    const own = (this.controller = new AbortController());
    await this.ask(own.signal);
    if (own !== this.controller) return;
    this.controller = null;
    this.isAnswered = true;
    this.answeredAt = Date.now();
    this.schedule();
  }

  // A hidden tab asks nothing; coming back into view it is up to date within one interval.
  private readonly schedule = (): void => {
    clearTimeout(this.timer);
    if (this.every === 0 || document.hidden || this.controller) return;
    this.timer = setTimeout(() => void this.start(), Math.max(0, this.answeredAt + this.every - Date.now()));
  };
}
