import { useEffect, useState } from "preact/hooks";

/** What is under way, and when the newest answer came; the bar tells it. */
export interface Activity {
  underWay: number;
  /** In milliseconds since the epoch; null before the first answer. */
  answeredAt: number | null;
}

let activity: Activity = { underWay: 0, answeredAt: null };
const listeners = new Set<(activity: Activity) => void>();

/** A question went out; what it returns is called when it is over, with when it was answered. */
export function began(): (answeredAt?: number) => void {
  let isOver = false;
  tell({ ...activity, underWay: activity.underWay + 1 });
  return (answeredAt) => {
    if (isOver) return;
    isOver = true;
    tell({ underWay: activity.underWay - 1, answeredAt: answeredAt ?? activity.answeredAt });
  };
}

/** Forgets when the newest answer came: another page, or another login. */
export function forgetAnswers(): void {
  tell({ ...activity, answeredAt: null });
}

/** What is under way now. Only who uses this is drawn anew by it. */
export function useActivity(): Activity {
  const [now, setNow] = useState(activity);
  useEffect(() => {
    listeners.add(setNow);
    setNow(activity);
    return () => void listeners.delete(setNow);
  }, []);
  return now;
}

function tell(now: Activity): void {
  activity = now;
  for (const listener of listeners) listener(now);
}
