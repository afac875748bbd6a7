// Everything that can be wrong with an installation: how bad it is, what it means, and what to do. The command, the debug overlay and the
// dashboard all say it in these words.

/**
 * `error`: events are lost or refused. `warning`: some visitors' are, or soon will be. `note`: worth knowing.
 * @type {Record<string, {severity: "error" | "warning" | "note", title: string, means: string, todo: string}>}
 */
export const CATALOGUE = {
  not_installed: {
    severity: "error",
    title: "Trailmark is not in the page",
    means: "No script of the page holds the tracker, so nothing is recorded.",
    todo: "Add the snippet that the dashboard's page Install shows, and deploy. If a tag manager or a consent banner adds it later, check the page in a browser with ?trailmark_debug.",
  },
  key_unseen: {
    severity: "note",
    title: "The key cannot be seen from outside",
    means: "The tracker is in the page, but which key it uses is only known when its scripts run, so key and origin were not checked.",
    todo: "Say it: --key tm_write_…, and --endpoint if events do not go to the page's own origin.",
  },
  unknown_key: {
    severity: "error",
    title: "The key opens nothing",
    means: "It was never made, has expired or is revoked, or belongs to another deployment. Every event is refused.",
    todo: "Make a write key on the dashboard's page Install, or by `cargo xtask keys create --kind write`, and put it into the page.",
  },
  wrong_key_kind: {
    severity: "error",
    title: "The key is of another kind",
    means: "Pages write with a write key. With this one the tracker gets no config and stores nothing.",
    todo: "Put a write key (tm_write_…) into the page.",
  },
  secret_in_page: {
    severity: "error",
    title: "A secret key stands in the page",
    means: "Everybody who opens the page can read it: a read key shows all your events, an admin key deletes them, a server key writes in anybody's name.",
    todo: "Revoke it now (dashboard, Settings, or `cargo xtask keys revoke`), take it out of the page, and use a write key there.",
  },
  origin_not_allowed: {
    severity: "error",
    title: "The key is bound to other origins",
    means: "The server refuses events of this page's origin, and the browser hides why: its console only says that Access-Control-Allow-Origin is missing.",
    todo: "Add the origin to the key (dashboard, Settings), letter by letter as the browser sends it: scheme, host and port, without a path.",
  },
  csp_script: {
    severity: "error",
    title: "The page's policy blocks the script",
    means: "The Content-Security-Policy does not allow the tracker's JavaScript, so the browser never runs it.",
    todo: "Allow its origin in script-src ('self', if the page serves it itself), or give the script tag the policy's nonce.",
  },
  csp_wasm: {
    severity: "error",
    title: "The page's policy blocks WebAssembly",
    means: "The core is WebAssembly. Without it the small entry still delivers type and level of events when a page is left, and nothing more.",
    todo: "Add 'wasm-unsafe-eval' to script-src. It allows compiling wasm and no eval.",
  },
  csp_connect: {
    severity: "error",
    title: "The page's policy blocks the way to the server",
    means: "The Content-Security-Policy does not let the page connect to where the events go, or to the core's file.",
    todo: "Add the origin to connect-src.",
  },
  blocklist_endpoint: {
    severity: "warning",
    title: "Ad blockers block the endpoint's address",
    means: "A rule of a list that most ad blockers use matches it. Visitors who have one send nothing, and are not counted.",
    todo: "Give the Worker a neutral name on your own domain, such as https://e.example.com, or a route on the site's own host.",
  },
  blocklist_script: {
    severity: "warning",
    title: "Ad blockers block the script's address",
    means: "A rule of a list that most ad blockers use matches it. Visitors who have one never load the tracker.",
    todo: "Serve the file under another name, or bundle it with your app.",
  },
  blocked_in_browser: {
    severity: "error",
    title: "Something in this browser blocks the events",
    means: "Requests to the endpoint's path fail here although the same host answers on another path. That is what an ad blocker does.",
    todo: "It is this browser's choice, and part of your visitors make it. Serve the Worker from your own domain under a neutral name to lose fewer.",
  },
  double_install: {
    severity: "error",
    title: "Trailmark is in the page more than once",
    means: "Each copy records what happens on its own: page views and clicks count double, and so do visits where keys differ.",
    todo: "Keep one: the script tag or the import, with one key.",
  },
  clock_skew: {
    severity: "warning",
    title: "Clocks differ",
    means: "The clock here and the server's are apart. The tracker learns the difference and corrects times; writers of servers that set times themselves do not, and times more than a day ahead are refused.",
    todo: "Set this machine's clock by the network's time.",
  },
  endpoint_unreachable: {
    severity: "error",
    title: "The Worker does not answer",
    means: "Nothing takes the events at this address. Trackers keep them for seven days and try again.",
    todo: "Compare the endpoint with the Worker's address letter by letter, and open /api/health there.",
  },
  endpoint_tls: {
    severity: "error",
    title: "The Worker's certificate is not accepted",
    means: "Browsers refuse the connection, so no event arrives.",
    todo: "Use the address that wrangler printed, or a custom domain that Cloudflare has a certificate for.",
  },
  endpoint_insecure: {
    severity: "error",
    title: "Events would go without encryption",
    means: "A page on https may not send to http: browsers block it. And nothing else protects what is sent.",
    todo: "Use https in `endpoint`.",
  },
  endpoint_redirects: {
    severity: "error",
    title: "The endpoint redirects",
    means: "Batches are sent with POST and by beacon; many redirects turn them into a GET without a body, and other origins are refused on the way.",
    todo: "Put the address at the end of the redirect into `endpoint`.",
  },
  endpoint_foreign: {
    severity: "error",
    title: "The endpoint is not a Trailmark Worker",
    means: "Something answers there, but not as GET /api/health of a Worker does. If no `endpoint` is given, events go to the page's own origin.",
    todo: "Put the Worker's address into `endpoint`, without a path.",
  },
  no_keys: {
    severity: "error",
    title: "The deployment has no keys",
    means: "Nobody can write or read: the Worker answers 503.",
    todo: "Make the first ones by `cargo xtask keys create`, as README.md describes.",
  },
  server_unwell: {
    severity: "error",
    title: "The Worker says that it is not well",
    means: "Its database does not answer as it should. Trackers keep events and try again.",
    todo: "Look at the Worker's log (`npx wrangler tail`) and at Cloudflare's status.",
  },
  quota_over: {
    severity: "error",
    title: "The day's quota is used up",
    means: "Events are put off until midnight UTC. Trackers keep them and send them again.",
    todo: "Use Cloudflare's paid plan, or record less: sampling and min_level in the project's config.",
  },
  quota_near: {
    severity: "warning",
    title: "The day's quota is nearly used up",
    means: "Events of low levels are held back until midnight UTC.",
    todo: "Use Cloudflare's paid plan, or record less: sampling and min_level in the project's config.",
  },
  switched_off: {
    severity: "warning",
    title: "The project is switched off",
    means: "Its config says `enabled: false`: trackers record and send nothing.",
    todo: "Switch it on: dashboard, Settings, or PUT /api/config.",
  },
  script_missing: {
    severity: "error",
    title: "The script is not there",
    means: "The page names a file of the tracker that is answered with an error, or with a page instead of JavaScript.",
    todo: "Copy the package's whole folder dist, with wasm/ in it, and keep its structure.",
  },
  wasm_missing: {
    severity: "error",
    title: "The core's wasm file is not there",
    means: "Its address is answered with an error, or with a page. The entry alone delivers type and level of events, and nothing more.",
    todo: "Copy trailmark_bg.wasm beside the glue, or hand its address to init as `wasmUrl`.",
  },
  wasm_type: {
    severity: "note",
    title: "The wasm file has another content type",
    means: "Trailmark loads it all the same. Some proxies and policies do not.",
    todo: "Serve .wasm as application/wasm.",
  },
  old_version: {
    severity: "warning",
    title: "The package is older than the Worker",
    means: "It works; what was mended since is missing in the page.",
    todo: "npm install trailmark@latest, and deploy.",
  },
  unread: {
    severity: "note",
    title: "Some scripts could not be read",
    means: "They may hold a tracker, or another key.",
    todo: "Check the page in a browser, with ?trailmark_debug.",
  },
};

/**
 * A finding: what the catalogue says of the code, and what was seen here.
 * @param {keyof CATALOGUE} code
 * @param {string} detail one sentence with addresses, names and figures
 */
export const finding = (code, detail, changes) => ({ code, ...CATALOGUE[code], ...changes, detail });
