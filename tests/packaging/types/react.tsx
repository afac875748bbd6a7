// `trailmark/react`: what must compile, and at the end what must not.
import { createElement, type ReactElement } from "react";
import { TrailmarkProvider, useActivityTracker, usePageView, type ActivityTracker, type PageView, type TrailmarkProviderProps, type UserId } from "trailmark/react";

const props: TrailmarkProviderProps = { writeKey: "tm_write_x", endpoint: "https://events.example.com", userId: 7, consent: "pending", queryParameters: ["tab"] };
export const trees: ReactElement[] = [
  <TrailmarkProvider {...props}>
    <p>A page</p>
    {"and a text"}
  </TrailmarkProvider>,
  <TrailmarkProvider writeKey="tm_write_x" userId={null} />,
  createElement(TrailmarkProvider, { writeKey: "tm_write_x" }, "text"),
];

export function Board({ user, path }: { user?: { id: string }; path: string }) {
  const userId: UserId = user?.id;
  const tracker: ActivityTracker = useActivityTracker(userId);
  useActivityTracker();
  const { track, trackTimed, trackPageView, trackBatch, identify, reset, flush, setConsent, optIn, optOut, queueSize, ids, EVENT_TYPES } = tracker;
  const id: string | undefined = track("board_opened", { entityType: "board", entityId: 7 });
  const size: number = queueSize();
  const done: Promise<void> = flush();
  trackTimed("export").complete({ rows: 3 });
  trackPageView("Board");
  trackBatch([{ type: EVENT_TYPES.TASK_CREATED, options: { causedBy: id } }]);
  identify(7);
  reset();
  setConsent("granted");
  optIn();
  optOut();
  const view: PageView = { name: "Board", metadata: { shared: true } };
  usePageView();
  usePageView(path);
  usePageView(null);
  usePageView(path, view);
  return <button onClick={() => void [size, done, ids().visitorId]}>Add</button>;
}

// @ts-expect-error a write key is needed
export const keyless = <TrailmarkProvider />;
// @ts-expect-error there is no such option
export const mistyped = <TrailmarkProvider writeKey="k" flushEvery={10} />;
export function Wrong() {
  const tracker = useActivityTracker();
  // @ts-expect-error the provider starts it
  tracker.init({ writeKey: "k" });
  // @ts-expect-error its functions are not for writing
  tracker.track = () => undefined;
  // @ts-expect-error options are written in camel case
  tracker.track("a", { entity_type: "task" });
  // @ts-expect-error a user is named by an id
  useActivityTracker({ id: "u_1" });
  // @ts-expect-error a path is a text
  usePageView(7);
  // @ts-expect-error the name stands in an object
  usePageView("/", "Start");
}
