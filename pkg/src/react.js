"use client";
// `trailmark/react`: effects alone do anything, so a server renders it, and StrictMode, which runs them twice, starts, names and counts once.
import { createElement, Fragment, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { init, setConsent, trackPageView } from "./index.js";
import { follow, tracker } from "./named.js";

export function TrailmarkProvider({ children, ...options }) {
  const { userId, consent } = options;
  // Children's effects come before this one: what they track waits for `init` as it does for the core.
  useEffect(() => init({ ...options, userId: userId ?? undefined }), []);
  useActivityTracker(userId);
  const said = useRef(consent);
  useEffect(() => {
    // What `init` was given is no answer of the visitor; what changes after it is.
    if (said.current !== consent && /^(granted|denied)$/.test(consent)) setConsent(consent);
    said.current = consent;
  }, [consent]);
  return createElement(Fragment, null, children);
}

export function useActivityTracker(userId) {
  const before = useRef();
  useEffect(() => {
    follow(userId, before.current);
    before.current = userId;
  }, [userId]);
  return tracker;
}

/** How many mounted components show a path: two are one view, and so is one that comes anew in the same moment, as in StrictMode. */
const shown = new Map();

/** On a server React warns of the other. */
const useCommit = typeof document === "undefined" ? useEffect : useLayoutEffect;

export function usePageView(path, { name, metadata } = {}) {
  const isOurs = path === undefined;
  const here = useSyncExternalStore(isOurs ? heed : unheeded, isOurs ? address : () => path, () => path);
  const committed = useRef();
  useCommit(() => void (committed.current = place()), [here]);
  useEffect(() => {
    if (typeof here !== "string") return;
    const isNew = !shown.get(here);
    count(here, 1);
    // Behind the effects of all others: one of them may have sent the visitor on, and then nobody has seen this.
    queueMicrotask(() => isNew && place() === committed.current && trackPageView(name, metadata));
    // Not at once: whoever takes over does so before the microtasks.
    return () => queueMicrotask(() => count(here, -1));
  }, [here]);
}

function count(path, more) {
  const components = (shown.get(path) ?? 0) + more;
  components ? shown.set(path, components) : shown.delete(path);
}

const address = () => location.pathname;
/** Where a router has got to: some write their path into the fragment. */
const place = () => location.pathname + location.hash.match(/#\/[^?]+|$/);
const unheeded = () => () => {};

/** Without the Navigation API only going back and forth is heard; other navigations are seen when the component renders. */
function heed(changed) {
  const { navigation } = window;
  navigation?.addEventListener("currententrychange", changed);
  addEventListener("popstate", changed);
  return () => {
    navigation?.removeEventListener("currententrychange", changed);
    removeEventListener("popstate", changed);
  };
}
