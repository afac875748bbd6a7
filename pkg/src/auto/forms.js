// `form_started`, with the first input into a form, once for each view; `form_submitted`, when the browser has found it valid. Never values.
import { elementsOf, placeOf } from "./element.js";
import { watchViews } from "./views.js";

/** A form's field may bear the name `elements`, and would stand in its place. */
const elementsIn = (form) => Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements").get.call(form);
/** What somebody fills in. */
const isField = ({ localName, type }) => /^(input|select|textarea)$/.test(localName) && !/^(hidden|submit|button|reset|image)$/.test(type);

export default function (page) {
  let started;
  watchViews(page, () => (started = new WeakSet()));

  // By attributes: a form's properties may be its own fields.
  const said = (form, sender) => {
    const of = (name) => form.getAttribute(name) || undefined;
    const action = sender?.getAttribute("formaction") ?? of("action") ?? location.href;
    const fields = Array.from(elementsIn(form)).filter(isField).length;
    return { metadata: { form: of("id") ?? of("name"), action: placeOf(action), fields } };
  };

  page.on(window, "input change", (event) => {
    const form = elementsOf(event)[0]?.form;
    if (!event.isTrusted || !form || started.has(form)) return;
    started.add(form);
    page.track("form_started", said(form));
  });
  page.on(window, "submit", (event) => {
    const [form] = elementsOf(event);
    if (form) page.track("form_submitted", said(form, event.submitter));
  });
}
