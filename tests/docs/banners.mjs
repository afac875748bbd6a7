// Consent banners as their makers document them: what a page finds in `window`, and how a choice is told. `globals` runs before the page's own
// code, `shown` when the banner is on the screen; `yes` and `no` are what a visitor does.

/** The banner of the package's README: one that calls back. */
const banner = {
  globals: "window.banner = { onChoice(listener) { this.tell = listener; } };",
  yes: () => window.banner.tell(true),
  no: () => window.banner.tell(false),
};

/** Cookiebot: `Cookiebot.consent`, and an event on `window` when a choice is known, on each page. */
const cookiebot = {
  globals: "window.Cookiebot = { consent: { necessary: true, preferences: false, statistics: false, marketing: false } };",
  yes: () => {
    window.Cookiebot.consent.statistics = true;
    window.dispatchEvent(new Event("CookiebotOnConsentReady"));
  },
  no: () => void window.dispatchEvent(new Event("CookiebotOnConsentReady")),
};

/** OneTrust: an event on `window` with the allowed groups, with their defaults before there is a choice, and with the choice. */
const onetrust = {
  globals: `window.boxClosed = false; window.OneTrust = { IsAlertBoxClosed: () => window.boxClosed };
    window.tellOneTrust = (detail) => window.dispatchEvent(new CustomEvent("OneTrustGroupsUpdated", { detail }));`,
  shown: () => void window.tellOneTrust(["C0001"]),
  yes: () => {
    window.boxClosed = true;
    window.tellOneTrust(["C0001", "C0002"]);
  },
  no: () => {
    window.boxClosed = true;
    window.tellOneTrust(["C0001"]);
  },
};

/** Klaro: reads `klaroConfig`, and calls a service's `callback` with the consent when it is known and when it changes. */
const klaro = {
  yes: () => window.klaroConfig.services.find(({ name }) => name === "trailmark").callback(true),
  no: () => window.klaroConfig.services.find(({ name }) => name === "trailmark").callback(false),
};

/** A banner of the IAB's Transparency and Consent Framework: `__tcfapi` tells each listener every state. */
const tcf = {
  globals: `window.tcfListeners = [];
    window.tellTcf = (eventStatus, consents) => window.tcfListeners.forEach((listener) => listener({ eventStatus, gdprApplies: true, listenerId: 1, purpose: { consents } }, true));
    window.__tcfapi = (command, version, listener) => { if (command === "addEventListener" && version === 2) window.tcfListeners.push(listener); };`,
  shown: () => window.tellTcf("cmpuishown", {}),
  yes: () => window.tellTcf("useractioncomplete", { 1: true, 7: false, 8: true }),
  no: () => window.tellTcf("useractioncomplete", { 1: false, 8: false }),
};

/** A banner of one's own: two buttons, and the choice in the site's storage. */
const own = {
  globals: `addEventListener("DOMContentLoaded", () => {}); document.write('<button id="allow">Yes</button><button id="refuse">No</button>');`,
  yes: () => document.querySelector("#allow").click(),
  no: () => document.querySelector("#refuse").click(),
};

export const BANNERS = { banner, cookiebot, onetrust, klaro, tcf, own };
