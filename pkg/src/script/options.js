// Pure: what `init` is given, from the `data-` attributes of the script's element.

const text = (value) => value;
/** `data-cookieless` alone says yes, as attributes of HTML do. */
const flag = (value) => value !== "false";
const words = (value) => value.split(/[\s,]+/).filter(Boolean);
/** Attributes are written with hyphens, and so may be what stands in them: `page-views` for `pageViews`. */
const names = (value) => words(value).map((name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()));

const READ = {
  endpoint: text,
  userId: text,
  consent: text,
  flushAt: Number,
  flushInterval: Number,
  respectGpc: flag,
  respectDnt: flag,
  cookieless: flag,
  debug: flag,
  queryParameters: words,
  autocapture: names,
};

/**
 * Options from attributes; those of others, of which pages have many, are no concern of ours.
 * @param {Record<string, string>} dataset the element's, where `data-user-id` is `userId`
 */
export function optionsOf({ key, ...dataset }) {
  const given = Object.keys(READ).filter((name) => name in dataset);
  return { writeKey: key, ...Object.fromEntries(given.map((name) => [name, READ[name](dataset[name])])) };
}
