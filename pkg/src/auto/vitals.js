// The web vitals, each once for a page: `vital_fcp_measured` and `vital_ttfb_measured` as soon as they are known, `vital_lcp_measured`,
// `vital_inp_measured` and `vital_cls_measured` when the page is left. Measured by the library web-vitals.
/*! Contains web-vitals, Copyright Google LLC, Apache-2.0: see vitals.LICENSE.txt */
import { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";

export default function (page) {
  /** The last values, by what they are values of, with the address of the page. */
  const waiting = new Map();
  const told = new Set();

  function tell(metric, address) {
    const { name, value, rating, id, navigationType } = metric;
    if (page.signal.aborted || told.has(id)) return;
    told.add(id);
    // All are times but the layout's shift.
    const isTime = name !== "CLS";
    const metadata = { value: isTime ? Math.round(value) : Math.round(value * 1e4) / 1e4, rating, navigation: navigationType };
    page.trackAt(Date.now(), [address], `vital_${name.toLowerCase()}_measured`, { durationMs: isTime ? value : undefined, metadata, level: "detail" });
  }

  // Of the page that was loaded; by now it may show another view.
  const address = performance.getEntriesByType("navigation")[0]?.name ?? location.href;
  const late = (metric) => waiting.set(metric.id, metric);
  onFCP((metric) => tell(metric, address));
  onTTFB((metric) => tell(metric, address));
  // All changes are asked for: what the library says when the page is hidden would come too late to leave with it.
  for (const watch of [onLCP, onINP, onCLS]) watch(late, { reportAllChanges: true });
  page.beforeLeaving(() => {
    for (const metric of waiting.values()) tell(metric, address);
    waiting.clear();
  });
}
