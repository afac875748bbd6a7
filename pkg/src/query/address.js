/** The parameters that stand once for each of their values; the values of all others are one list with commas. */
export const REPEATED = ["step"];

/** A path with its names filled in, and the query behind it. */
export function address(path, names = {}, query = {}) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = names[name];
    if (value === undefined || `${value}` === "") throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (REPEATED.includes(name)) for (const one of [value].flat()) parameters.append(name, one);
    else parameters.append(name, Array.isArray(value) ? value.map(item).join(",") : written(value));
  }
  const text = parameters.toString();
  return text ? `${filled}?${text}` : filled;
}

/** An item of a list. Its own commas are not those between items. */
function item(value) {
  return `${written(value)}`.replaceAll(",", "\\,");
}

function written(value) {
  return value instanceof Date ? value.getTime() : value;
}
