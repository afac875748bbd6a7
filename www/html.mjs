// HTML whose values are escaped, for the pages that the build makes.

/** A template: values are text and are escaped, unless they are HTML themselves; lists are joined. Gives `{text}`. */
export function html(strings, ...values) {
  return { text: strings.map((string, number) => string + (number < values.length ? written(values[number]) : "")).join("") };
}

/** HTML as it stands, made elsewhere. */
export const raw = (text) => ({ text });

/** Text with `code` between backticks in it. */
export function words(text) {
  return html`${String(text).split("`").map((part, number) => (number % 2 ? html`<code>${part}</code>` : part))}`;
}

export function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function written(value) {
  if (value?.text !== undefined) return value.text;
  return Array.isArray(value) ? value.map(written).join("") : escaped(String(value));
}
