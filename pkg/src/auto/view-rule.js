// Pure: when the page shows another view.

/**
 * The address that routes by its path. Where the fragment routes, `/app/#/board?tab=1` is `/app/board?tab=1`.
 * @param {string} address
 * @param {boolean} [hash] whether the fragment routes
 */
export function routed(address, hash) {
  const url = new URL(address);
  const [route, query] = url.hash.replace(/^#!?\/?/, "").split("?");
  url.hash = "";
  if (!hash) return url.href;
  if (route) url.pathname = url.pathname.replace(/\/?$/, "/") + route;
  if (query) url.search += (url.search ? "&" : "?") + query;
  return url.href;
}

/**
 * What makes a view: the path, and those query parameters that the page has named. Whatever else changes in the address, or in the state of
 * the history's entry, is the same view, by `pushState` as by `replaceState`.
 * @param {string} address as `routed` gives it
 * @param {string[]} [queryParameters]
 */
export function viewOf(address, queryParameters) {
  const { pathname, searchParams } = new URL(address);
  return JSON.stringify([pathname, [].concat(queryParameters ?? []).map((name) => searchParams.getAll(name))]);
}
