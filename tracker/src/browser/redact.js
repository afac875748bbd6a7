// What must not be kept goes, before anything is stored or sent. The rules are those of docs/contract.md, and the Worker has them too; the
// cases of tests/fixtures/redaction hold for both. Everything here is data as JSON has it.

import { MAX_DEPTH, MAX_MEMBERS, MAX_METADATA_BYTES, MAX_TEXT } from "./limits.js";

const CUT = "[cut]";
/** Tells of members that are left out. */
const REST = ["…", CUT];
const TAIL = "…[cut]";

/** Plain names of what goes, whatever the plan says. In the middle of a name `ssn` is most likely a class name. */
const SECRET =
  /passw(or)?d|passphrase|passcode|secret|token|authorization|cookie|apikey|privatekey|credential|cardnumber|creditcard|cvv|cvc|iban|jwt|socialsecurity|^ssn|ssn$|^(pin|pwd|auth|card)$/;

/** A name as names are compared: in lower case, without the signs of ASCII. */
export const plain = (name) => name.toLowerCase().replace(/[^a-z\d\x80-\uffff]/g, "");

// A letter is what may be one in whatever alphabet. The last label of a domain begins with one, so versions of packages are no addresses.
const LETTER = "a-z\\xc0-\\u1fff\\u2070-\\u2fff\\u3040-\\u{10ffff}";
const LABEL = `[${LETTER}\\d_-]+`;
const EMAIL = RegExp(`[${LETTER}\\d_.%+'-]{1,64}?"?(@|%(25)*40)(${LABEL}\\.)+[${LETTER}]${LABEL}`, "giu");

/** Whether digits are a card's, by how they begin and by Luhn's check (ISO/IEC 7812-1, annex B). */
function isCard(digits) {
  const sum = [...digits].reverse().reduce((sum, digit, place) => sum + +(place % 2 ? "0246813579"[digit] : digit), 0);
  return /^(2[2-7]|[3-6]\d)\d{11,17}$/.test(digits) && sum % 10 === 0;
}

/** Groups of digits without the card numbers among them. */
function withoutCards(groups, _, at, text) {
  const parts = groups.split(/([ -])/);
  // Not within a word, a longer number or a fraction.
  let first = /([a-z\d]|\d\.)$/i.test(text.substring(at - 2, at)) ? 2 : 0;
  const goesOn = /^([a-z\d]|\.\d)/i.test(text.slice(at + groups.length));
  for (; first < parts.length; first += 2) {
    let digits = "";
    let count = 0;
    for (let last = first; last < parts.length; last += 2) {
      digits += parts[last];
      if (isCard(digits) && !(goesOn && last === parts.length - 1)) count = last - first + 1;
      if (parts[last].length < 3) break;
    }
    if (count) parts.splice(first, count, "[card]");
  }
  return parts.join("");
}

/** A text without e-mail addresses and card numbers. Most texts have nothing that could be one, which is seen fast. */
export function mask(text) {
  if (/[@%]/.test(text)) text = text.replace(EMAIL, "[email]");
  return /(\d[ -]?){13}/.test(text) ? text.replace(/\d+([ -]\d+)*/g, withoutCards) : text;
}

/** Whether a value goes for its plain name. */
const goes = (name, value, marked) =>
  value !== null && value !== CUT && (marked.includes(name) || (SECRET.test(name) && typeof value !== "boolean" && !(typeof redact(value, []) === "number" && /tokens/.test(name))));

/** A value by all rules but the limit of bytes, within `depth` objects and lists. `marked` are plain names. */
export function redact(value, marked, depth = 0) {
  if (typeof value === "number") return mask(`${value}`) === `${value}` ? value : "[card]";
  if (typeof value === "string") {
    const masked = mask(value);
    const characters = masked.length > MAX_TEXT ? [...masked] : "";
    // The cut may have made a card number of a longer one.
    return characters.length > MAX_TEXT ? mask(characters.slice(0, MAX_TEXT - TAIL.length).join("")) + TAIL : masked;
  }
  if (!value || typeof value !== "object") return value;
  if (depth >= MAX_DEPTH) return CUT;
  const parts = Object.entries(value).slice(0, MAX_MEMBERS + 1).map(([name, inner], index) => {
    if (index === MAX_MEMBERS) return REST;
    const masked = mask(name);
    const isSecret = goes(plain(name), inner, marked) || (masked !== name && goes(plain(masked), inner, marked));
    return [masked, isSecret ? "[redacted]" : redact(inner, marked, depth + 1)];
  });
  return Array.isArray(value) ? parts.map((part) => part[1]) : Object.fromEntries(parts);
}

const encoder = new TextEncoder();
const bytes = (value) => encoder.encode(JSON.stringify(value)).length;

/** An object of at most so many bytes: its largest members go first, the first of two as large, and where names alone are too many the last. */
export function fit(object, limit) {
  // A character has three bytes at most, but for pairs, which are two already.
  if (JSON.stringify(object).length * 3 <= limit || bytes(object) <= limit) return object;
  const parts = Object.entries(object);
  while (bytes(Object.fromEntries(parts)) > limit) {
    const sizes = parts.map((part) => bytes(part[1]));
    const largest = Math.max(...sizes);
    if (largest > bytes(CUT)) parts[sizes.indexOf(largest)] = [parts[sizes.indexOf(largest)][0], CUT];
    else parts.splice(parts[parts.length - 1][0] === REST[0] ? -2 : -1, 2, REST);
  }
  return Object.fromEntries(parts);
}

/**
 * What is kept of metadata.
 * @param {string[]} [names] that the tracking plan marks; whatever else a record that somebody has spoilt may hold is no reason to stop
 */
export const redacting = (names) => {
  const marked = [].concat(names ?? []).map((name) => plain(`${name}`)).filter(Boolean);
  return (metadata) => fit(redact(metadata, marked), MAX_METADATA_BYTES);
};
