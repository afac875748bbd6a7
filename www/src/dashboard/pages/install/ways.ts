// Ways to put the tracker into something, each as a text to copy. Pure.

/** What stands in a snippet: the Worker's address and a key. */
export interface Ends {
  endpoint: string;
  key: string;
}

export interface Way {
  key: string;
  title: string;
  /** Whose key it takes: a page's, or a program's. */
  kind: "write" | "server";
  /** Where it goes, before the text. */
  where: string;
  /** A command that comes first. */
  command?: string;
  snippet(ends: Ends): string;
}

/** What stands in the place of a key as long as there is none. */
export const NO_KEY = { write: "tm_write_YOUR_KEY", server: "tm_server_YOUR_KEY" };

/** The package is not on a registry yet: it is packed in a checkout. */
const PACKED = "npm install ./trailmark-0.1.0.tgz";

export const WAYS: Way[] = [
  {
    key: "html",
    title: "HTML",
    kind: "write",
    where: "Into the <head> of every page. This Worker serves the script.",
    snippet: ({ endpoint, key }) => `<script async src="${endpoint}/kit/start.js"
  data-key="${key}"
  data-autocapture="page-views"></script>`,
  },
  {
    key: "npm",
    title: "Vite, webpack",
    kind: "write",
    where: "Into the file that starts your app.",
    command: PACKED,
    snippet: ({ endpoint, key }) => `import { init, track } from "trailmark";

init({
  endpoint: "${endpoint}",
  writeKey: "${key}",
  autocapture: ["pageViews"],
});

track("task_completed", { entityType: "task", entityId: 7 });`,
  },
  {
    key: "react",
    title: "React",
    kind: "write",
    where: "Around your app.",
    command: PACKED,
    snippet: ({ endpoint, key }) => `import { TrailmarkProvider, useActivityTracker } from "trailmark/react";

export function Root() {
  return (
    <TrailmarkProvider endpoint="${endpoint}" writeKey="${key}" autocapture={["pageViews"]}>
      <App />
    </TrailmarkProvider>
  );
}

function Done({ userId }) {
  const { track } = useActivityTracker(userId);
  return <button onClick={() => track("task_completed")}>Done</button>;
}`,
  },
  {
    key: "vue",
    title: "Vue",
    kind: "write",
    where: "Where your app is made. With the router, each navigation is a page view.",
    command: PACKED,
    snippet: ({ endpoint, key }) => `import { createTrailmark } from "trailmark/vue";

createApp(App)
  .use(router)
  .use(createTrailmark({ endpoint: "${endpoint}", writeKey: "${key}", router }))
  .mount("#app");`,
  },
  {
    key: "server",
    title: "Server",
    kind: "server",
    where: "Any program that speaks HTTP. In JavaScript, trailmark/server sends in the background.",
    snippet: ({ endpoint, key }) => `curl ${endpoint}/api/events/log \\
  -H "Authorization: Bearer ${key}" \\
  -d '{"type": "digest_generated", "actor": {"type": "scheduler"}}'`,
  },
];

/** The way that the address names, or the first. */
export function wayOf(name: string | null): Way {
  return WAYS.find(({ key }) => key === name) ?? (WAYS[0] as Way);
}

/** What a page's Content-Security-Policy needs, as additions to what it has. */
export function policyFor(endpoint: string): string {
  return `script-src ${endpoint} 'wasm-unsafe-eval'; connect-src ${endpoint}`;
}
