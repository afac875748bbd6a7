// The dashboard. What tests and screen readers find in it:
// frame: nav-<page>, range-24h, range-7d, range-30d, range-90d, range-all, refresh, auto-refresh, theme-toggle, log-out, key-gate, key-input,
// key-submit, key-refusal (data-code), range-note, quota (data-value: the state), quota-title, quota-detail, filter (data-name, data-test).
// Any answer that failed: error, error-title, error-code, error-detail, error-retry.
// Every figure has a test id and its exact value, as the API gave it, in `data-value`.
// `[data-testid=panels]` has aria-busy="true" until the numbers that it shows are the answer to the view in the address.
import { render } from "preact";
import { App } from "./app.tsx";

// The address will change without the page being loaded anew: what the head names relative to it must stay what it is.
for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel=icon]")) link.setAttribute("href", link.href);

const host = document.getElementById("app");
if (host) render(<App />, host);
