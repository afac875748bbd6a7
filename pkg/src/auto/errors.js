// `error_thrown`: errors that nobody caught, and promises that were broken unheard. Each is told once with its stack; how often it came again
// is told when the page is left.
import { faultOf, isForeign, tally } from "./faults.js";

export default function (page) {
  const seen = tally();
  const tell = (fault) => page.track("error_thrown", { metadata: fault });
  function take(kind, thrown, said = {}) {
    const fault = { kind, ...faultOf(thrown, said, location.origin), count: 1 };
    if (!isForeign(fault) && seen.isNew(fault)) tell(fault);
  }

  page.on(window, "error", (event) => {
    // An image that is not there is an event of another kind.
    if (event.target !== window) return;
    take("error", event.error, event);
  });
  page.on(window, "unhandledrejection", ({ reason }) => take("rejection", reason));
  page.beforeLeaving(() => seen.repeated().forEach(tell));
}
