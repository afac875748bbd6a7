// What of a page's HTML decides about its tracker: scripts, policies in meta elements, and the base of its addresses. Pure.

const ENTITIES = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", "#39": "'", "#34": '"' };

/**
 * @param {string} html
 * @param {string} address the page's own
 * @returns {{scripts: Script[], policies: {text: string, reportOnly: false}[]}} a script is `{url, attributes, text}`, without `url` when it is
 *   inline; those that are no JavaScript, such as JSON, are left out
 */
export function readHtml(html, address) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "");
  const base = new URL(attributesOf(/<base\b([^>]*)>/i.exec(bare)?.[1] ?? "").href ?? "", address).href;
  const policies = [...bare.matchAll(/<meta\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)]
    .map(([, text]) => attributesOf(text))
    .filter((attributes) => /^content-security-policy$/i.test(attributes["http-equiv"] ?? ""))
    .map(({ content = "" }) => ({ text: content, from: "meta" }));
  const scripts = [...bare.matchAll(/<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/script\s*>/gi)]
    .map(([, text, body]) => ({ attributes: attributesOf(text), text: body }))
    .filter(({ attributes }) => /^(module|(text|application)\/(x-)?(java|ecma)script)?$/i.test(attributes.type ?? ""))
    .map(({ attributes, text }) => (attributes.src ? { url: resolved(attributes.src, base), attributes } : { attributes, text }))
    .filter(({ url, text }) => url || text?.trim());
  return { scripts, policies, base };
}

/** An address in full, or `undefined` if it is none. */
export function resolved(address, base) {
  try {
    return new URL(address, base).href;
  } catch {
    return undefined;
  }
}

function attributesOf(text) {
  const found = {};
  for (const [, name, ...values] of text.matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    found[name.toLowerCase()] ??= unescaped(values.find((value) => value !== undefined) ?? "");
  }
  return found;
}

const unescaped = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name.toLowerCase()] ?? whole);
