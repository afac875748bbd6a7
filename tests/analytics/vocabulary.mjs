// What the people of the generated month use, see and do. Names are chosen to hurt: quotes, commas, signs of SQL and of patterns, other
// scripts, letters beyond 16 bits, and names that differ in case alone.

export const PATHS = [
  "/", "/pricing", "/docs", "/docs/start", "/Docs/Start", "/docs/größe", "/projects/7", "/projects/7/tasks", "/checkout", "/checkout/done",
  "/search,all", "/it's \"quoted\"", "/100%_sure", "/a\\b", "/文档/开始", "/🎲/roll", "/\u{ffee}/before-astral", "/(none)", "/(other)", "null",
];
export const TITLES = ["Board", "board", "Größe \"prüfen\"", "测试 👩‍🚀", "O'Brien; DROP TABLE events", "Prices", "true", "0"];

/** type, how often, level, what else it carries */
export const TYPES = [
  ["page_view", 40, "action", { page: true }],
  ["task_created", 10, "action", { page: true, entity: "task" }],
  ["task_completed", 9, "milestone", { page: true, entity: "task", duration: true }],
  ["project_subtask_completed", 3, "milestone", { entity: "subtask", duration: true }],
  ["search", 8, "state", { page: true, duration: true }],
  ["file.uploaded", 4, "action", { entity: "file", duration: true }],
  ["Checkout Started", 5, "decision", { page: true }],
  ["checkout_completed", 3, "milestone", { page: true, duration: true }],
  ["scroll", 10, "detail", { page: true }],
  ["größe:geändert", 2, "detail", { page: true, entity: "größe" }],
  ["🎲", 1, "detail", {}],
];

export const DEVICES = [
  { type: "desktop", os: "Windows", browser: "Chrome", screen: "1920x1080", language: "en-US" },
  { type: "desktop", os: "macOS", browser: "Safari", screen: "1512x982", language: "de-DE" },
  { type: "mobile", os: "iOS", browser: "Safari", screen: "390x844", language: "fr-FR" },
  { type: "mobile", os: "Android", browser: "Samsung Internet", screen: "412x915", language: "pt-BR" },
  { type: "tablet", os: "Android", browser: "Chrome", screen: "800x1280", language: "ja-JP" },
  // Says only what makes it a page; the Worker finds nothing in the request's head either.
  { language: "eo" },
];

/** In the place of what the network knows. `XX` is nobody's country. */
export const PLACES = [
  { country: "DE", region: "Land Berlin", city: "Berlin" },
  { country: "DE", region: "Bavaria", city: "München" },
  { country: "AT", region: "Styria", city: "Graz" },
  { country: "IN", region: "Karnataka", city: "Bengaluru" },
  { country: "CA", region: "Newfoundland and Labrador", city: "St. John's" },
  { country: "XX" },
  {},
];

/** What a page says of where its visitor came from, and what that is taken for. */
export const ORIGINS = [
  {
    page: { referrer: "https://www.google.com/" },
    origin: { referrer: "google.com", channel: "organic search", source: "google" },
  },
  {
    page: { referrer: "https://www.example.org/list?q=1" },
    origin: { referrer: "example.org", channel: "referral", source: "example.org" },
  },
  {
    page: { utm: { source: "newsletter", medium: "email", campaign: "Autumn, 2025", content: "top \"link\"" } },
    origin: { channel: "email", source: "newsletter", medium: "email", campaign: "Autumn, 2025", content: "top \"link\"" },
  },
  {
    page: { referrer: "https://www.google.com/", utm: { source: "google", medium: "cpc", campaign: "boards", term: "kanban größe" }, click_id: "gclid" },
    origin: {
      referrer: "google.com", channel: "paid search", source: "google", medium: "cpc", campaign: "boards", term: "kanban größe", click_id: "gclid",
    },
  },
  {
    page: { referrer: "https://t.co/abc", utm: { campaign: "größe & \"more\"" } },
    origin: { referrer: "t.co", channel: "organic social", source: "x", campaign: "größe & \"more\"" },
  },
  {
    page: { click_id: "fbclid" },
    origin: { channel: "organic social", source: "facebook", click_id: "fbclid" },
  },
];

export const STREAMS = ["run_1", "run_2", "run, with comma"];
export const ACTORS = [
  { type: "scheduler" },
  { type: "rule", id: "r_1", name: "Close \"old\" tasks" },
  { type: "npc:wizard", id: "n'1", name: "Мерлин" },
];
export const METADATA = [
  { plan: "pro", price: 12.5, beta: true, nested: { deep: { name: "größe" } } },
  { plan: "free", price: 0, beta: false, nested: { deep: {} } },
  { plan: "Pro", price: -3, labels: ["a", "b"], nested: "flat" },
  { plan: null, price: "12.5", beta: "true", nested: { deep: { name: 7 } } },
  { plan: "名前, it's \"x\"", "quo'te": "✓" },
];
