/** The capture rate, cut and not rounded: `100 %` stands only where nothing is missing. */
export function rateText({ capture_rate, stored, tracked }: { capture_rate: number | null; stored: number; tracked: number }): string {
  return capture_rate === null ? "–" : `${Math.floor((10_000 * stored) / tracked) / 100} %`;
}
