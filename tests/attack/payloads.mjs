// Texts that are made to be taken for something else than a text.

const SQL = [
  "'",
  '"',
  "`",
  "' OR '1'='1",
  "' OR 1=1 --",
  "'; DROP TABLE events; --",
  "') UNION SELECT hash,1,2,3 FROM keys --",
  "1); DELETE FROM keys; /*",
  "x' AND (SELECT count(*) FROM keys) > 0 --",
  "?1",
  ":project_id",
];
const WILDCARDS = ["%", "_", "%canary%", "*", "[a-z]*", "^.*$", "\\", "\\%"];
const JSON_PATHS = ["$", "$.a", "$[0]", '$."a"', '{"$ne":null}', '["a"]', '","b":"'];
const MARKUP = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "[a](javascript:alert(1))", "</textarea>", "&lt;b&gt;", "{{7*7}}", "${7*7}"];
const FORMULAS = ["=1+1", '=HYPERLINK("http://evil.example","a")', "+1", "-1+1", "@SUM(1)", "|calc"];
const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "null", "undefined", "NaN", "true", "(none)x"];
const LETTERS = ["\u202egnitfel", "A\u0300", "ﬀ", "İ", "ß", "K", "\u{1f468}\u200d\u{1f680}", "\ufeff", "\u2028", "\u200b", "ａ"];
const NUMBERS = ["1e309", "--1", "9223372036854775808", "0x10", "٣", "1_000"];
const PLACES = ["../../etc/hosts", "/", "//evil.example", "a/b?c#d", "%2e%2e", "%00", "file:///etc/hosts"];

/** One line each, without a control character or a blank at an end, so that a field may hold them. */
export const lines = [...SQL, ...WILDCARDS, ...JSON_PATHS, ...MARKUP, ...FORMULAS, ...NAMES, ...LETTERS, ...NUMBERS, ...PLACES];

/** Those that no field may hold. */
export const controls = ["a\0b", "a\r\nX-Injected: 1", "\n", "\t=1+1", "a\u0085b", "\u001b[2J", "\u007f"];

/** A few of a list, other ones for each number, so that all have their turn. */
export function some(list, count, number) {
  return Array.from({ length: count }, (_, n) => list[(number * count + n) % list.length]);
}
