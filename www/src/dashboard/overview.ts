import { byTestId } from "../shared/element.ts";
import { ago, count, localMoment } from "../shared/format.ts";
import { type Analytics, api, ApiError, type Delivery, type EventPage, type Health, type Plan } from "./api.ts";
import { showBreakdown } from "./breakdown.ts";
import type { EventsChart } from "./chart.ts";
import { showDelivery } from "./delivery.ts";
import { showNewest } from "./newest.ts";
import { planned } from "./planned.ts";
import { showQuota } from "./quota.ts";
import { showTotals } from "./totals.ts";
import { rangeName, searchOf, isRange, type View } from "./view.ts";

const NEWEST = 20;
const REFRESH_MS = 5000;

/** The overview: loads what the view names, shows it, and keeps it up to date when asked to. */
export class Overview {
  private isOpen = false;
  private loading: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loadedAt: number | null = null;
  private readonly panels = byTestId("panels");

  constructor(
    private readonly chart: EventsChart,
    public view: View,
    private readonly refused: (error: ApiError) => void,
  ) {
    document.addEventListener("visibilitychange", () => this.schedule());
    setInterval(() => this.showNote(), 5000);
  }

  open(): void {
    this.isOpen = true;
    this.panels.hidden = false;
    this.show(this.view);
  }

  /** Stops asking, and forgets that anything was shown: the next login may be to another project. */
  close(): void {
    this.isOpen = false;
    this.loading?.abort();
    this.loading = null;
    clearTimeout(this.timer);
    this.loadedAt = null;
    delete this.panels.dataset.range;
    this.panels.ariaBusy = "true";
  }

  show(view: View): void {
    this.view = view;
    this.showView();
    this.panels.ariaBusy = "true";
    void this.refresh();
  }

  async refresh(): Promise<void> {
    const { view } = this;
    if (!this.isOpen) return;
    this.loading?.abort();
    const loading = (this.loading = new AbortController());
    clearTimeout(this.timer);
    byTestId("refresh").classList.add("turning");
    try {
      const { signal } = loading;
      const answers = await Promise.all([api.analytics(view.range, signal), api.delivery(view.range, signal), api.newest(view.range, NEWEST, signal), api.health(signal), api.plan(signal)]);
      if (loading === this.loading) this.showAnswers(...answers);
    } catch (error) {
      if (loading !== this.loading) return;
      if (!(error instanceof ApiError)) throw error;
      this.showError(error);
    } finally {
      if (loading === this.loading) {
        byTestId("refresh").classList.remove("turning");
        this.schedule();
      }
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!this.isOpen) return;
    // A hidden tab asks nothing; coming back into view it is up to date within one interval.
    if (this.view.live && !document.hidden) this.timer = setTimeout(() => void this.refresh(), REFRESH_MS);
  }

  private showAnswers(analytics: Analytics, delivery: Delivery, newest: EventPage, health: Health, plan: Plan): void {
    const now = Date.now();
    this.loadedAt = now;
    byTestId("error").hidden = true;
    showQuota(health);
    // Where all that was tracked is on its way, dropped or refused, there is no event, but much to see.
    const isEmpty = analytics.total_events === 0 && delivery.tracked === 0;
    byTestId("empty").hidden = !isEmpty;
    this.panels.hidden = isEmpty;
    showTotals(analytics);
    showDelivery(delivery);
    if (!this.panels.hidden) this.chart.show(analytics);
    const total = analytics.total_events;
    showBreakdown("by-type", "type", "Type", analytics.events_by_type, total, (type) => planned(plan, type));
    showBreakdown("by-category", "category", "Category", analytics.events_by_category, total);
    showBreakdown("by-action", "action", "Action", analytics.events_by_action, total);
    showBreakdown("by-level", "level", "Level", analytics.events_by_level, total);
    showBreakdown("by-device", "device", "Device", analytics.events_by_device, total);
    const common = byTestId("most-common-action");
    common.dataset.value = analytics.most_common_action ?? "";
    common.textContent = analytics.most_common_action ? `Most common: ${analytics.most_common_action}` : "";
    showNewest(newest, now);
    this.panels.ariaBusy = "false";
    this.panels.dataset.range = this.view.range;
    this.showNote();
    document.title = `${count(total)} events · Trailmark`;
  }

  /** Numbers already on the page stay, with the error above them: old numbers beat none. */
  private showError(error: ApiError): void {
    if (error.isAboutLogin) {
      this.close();
      return this.refused(error);
    }
    byTestId("error").hidden = false;
    byTestId("error-title").textContent = error.title;
    byTestId("error-code").textContent = error.code;
    byTestId("error-detail").textContent = error.detail;
    this.panels.hidden ||= this.loadedAt === null;
  }

  private showView(): void {
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-range]")) {
      const { range } = link.dataset;
      if (!isRange(range)) continue;
      link.href = searchOf({ ...this.view, range });
      if (range === this.view.range) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    byTestId<HTMLInputElement>("auto-refresh").checked = this.view.live;
    this.showNote();
  }

  private showNote(): void {
    const note = byTestId("range-note");
    const updated = this.loadedAt === null ? "" : ` · updated ${ago(this.loadedAt, Date.now())}`;
    note.textContent = rangeName(this.view.range) + updated;
    note.title = this.loadedAt === null ? "" : localMoment(this.loadedAt);
  }
}
