// The overlay's tab that looks at the installation. What it needs is loaded when it is chosen, and it asks the network only then.
import { attempt } from "./attempt.js";
import { element } from "./panel-element.js";

/** Put in by the build. */
const version = VERSION;

/**
 * @param {object} settings what `init` was called with
 * @returns {{section: Element, chosen: () => void}} what the tab shows, and what is done when it is chosen for the first time
 */
export function installation({ writeKey, endpoint }) {
  const again = element("button", { type: "button", click: look }, "Look again");
  const found = element("div", { role: "status" });
  const section = element("section", {}, element("div", { class: "tools" }, again), found);
  let isAsked = false;

  async function look() {
    isAsked = true;
    again.disabled = true;
    found.replaceChildren(element("p", {}, "Looking at the policy, the key, the origin, the way to the server and the clock …"));
    const shown = await import("./checks.js")
      .then(async ({ judge, lookAround }) => judge(await lookAround({ writeKey, endpoint, version })).map(finding))
      .catch((problem) => [element("p", {}, `The checks could not be made: ${problem.message}`)]);
    found.replaceChildren(...(shown.length > 0 ? shown : [element("p", { class: "accepted" }, "Nothing is wrong: policy, key, origin, the way to the server, copies and clock.")]));
    again.disabled = false;
  }

  return { section, chosen: () => isAsked || attempt(look) };
}

function finding({ code, severity, title, detail, means, todo }) {
  const head = element("summary", {}, element("b", {}, title), element("i", { class: severity === "error" ? "failed" : "duplicate" }, code));
  return element("details", { open: "", "data-code": code }, head, ...[detail, means, `To do: ${todo}`].map((text) => element("p", {}, text)));
}
