// The pages of the documentation, in the order in which one reads them.
//
// `source` is a Markdown file of the repository. What stands elsewhere in the repository already is rendered from there, so that nothing
// stands twice.

/** @typedef {{slug: string, title: string, source?: string}} Entry `slug` is the folder below `/docs/`; "" is `/docs/` itself */

/** @type {{name: string, pages: Entry[]}[]} */
export const groups = [
  {
    name: "Start",
    pages: [
      { slug: "", title: "Documentation", source: "www/docs/index.md" },
      { slug: "start", title: "Start in five minutes", source: "www/docs/start.md" },
      { slug: "concepts", title: "Concepts", source: "www/docs/concepts.md" },
    ],
  },
  {
    name: "Use",
    pages: [
      { slug: "options", title: "Every option", source: "www/docs/options.md" },
      { slug: "autocapture", title: "Autocapture", source: "www/docs/autocapture.md" },
      { slug: "frameworks", title: "React, Next, Vue, HTML", source: "www/docs/frameworks.md" },
      { slug: "servers", title: "Server writers", source: "www/docs/servers.md" },
      { slug: "consent", title: "Consent banners", source: "www/docs/consent.md" },
      { slug: "package", title: "The npm package", source: "pkg/README.md" },
    ],
  },
  {
    name: "Ask",
    pages: [
      { slug: "dashboard", title: "The dashboard", source: "www/docs/dashboard.md" },
      { slug: "analytics", title: "Asking questions", source: "docs/analytics.md" },
      { slug: "ai-context", title: "Context for AI", source: "www/docs/ai-context.md" },
      { slug: "own-delivery", title: "Your own delivery", source: "www/docs/own-delivery.md" },
      { slug: "api", title: "HTTP API" },
    ],
  },
  {
    name: "Coming from",
    pages: [
      { slug: "from-posthog", title: "PostHog", source: "www/docs/from-posthog.md" },
      { slug: "from-segment", title: "Segment", source: "www/docs/from-segment.md" },
      { slug: "from-plausible", title: "Plausible", source: "www/docs/from-plausible.md" },
      { slug: "from-umami", title: "Umami", source: "www/docs/from-umami.md" },
    ],
  },
  {
    name: "Operate",
    pages: [
      { slug: "operating", title: "Operating", source: "www/docs/operating.md" },
      { slug: "cost", title: "Cost", source: "www/docs/cost.md" },
      { slug: "performance", title: "Performance and size", source: "www/docs/performance.md" },
      { slug: "troubleshooting", title: "Troubleshooting", source: "www/docs/troubleshooting.md" },
      { slug: "repository", title: "The repository", source: "README.md" },
    ],
  },
  {
    name: "Trust",
    pages: [
      { slug: "privacy", title: "Privacy sheet", source: "www/docs/privacy.md" },
      { slug: "promise", title: "What we promise", source: "docs/what-we-promise.md" },
      { slug: "trust", title: "Keys, limits, privacy", source: "docs/trust.md" },
      { slug: "security", title: "Security", source: "SECURITY.md" },
      { slug: "contract", title: "The contract", source: "docs/contract.md" },
    ],
  },
  {
    name: "More",
    pages: [
      { slug: "events", title: "The demo's events", source: "docs/events.md" },
      { slug: "architecture", title: "Architecture", source: "ARCHITECTURE.md" },
      { slug: "contributing", title: "Contributing", source: "CONTRIBUTING.md" },
      { slug: "changes", title: "Changes", source: "CHANGELOG.md" },
    ],
  },
];

/** All of them, in a row. */
export const pages = groups.flatMap((group) => group.pages);

/** The folder of a page within the site. */
export const folderOf = ({ slug }) => (slug ? `docs/${slug}` : "docs");
