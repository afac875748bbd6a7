// The fenced blocks of the documentation, and what is done with each.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Marked } from "marked";
import { pages } from "../../www/docs-site/pages.mjs";
import { root } from "../support/database.mjs";

/** The Markdown files that the site is made of. */
export const sources = pages.map(({ source }) => source).filter(Boolean);

/** Blocks that another test runs as they stand: by file and heading, in which. */
export const ELSEWHERE = {
  "www/docs/start.md": { "From an empty Vite and React app": "tests/packaging/walk.test.mjs" },
  "pkg/README.md": {
    "Plain HTML": "tests/packaging/plain.test.mjs",
    Vite: "tests/packaging/bundlers.test.mjs",
    webpack: "tests/packaging/bundlers.test.mjs",
    esbuild: "tests/packaging/bundlers.test.mjs",
    "A server": "tests/packaging/node.test.mjs",
  },
};

/**
 * @typedef {object} Block
 * @property {string} file the Markdown file, @property {number} line, @property {string} heading the nearest one above it
 * @property {string} language the first word behind the fence, @property {string} note the others
 * @property {string} text
 */

/** All blocks of a file, in order. */
export function blocksOf(file) {
  const text = readFileSync(path.join(root, file), "utf8");
  const found = [];
  let [at, heading] = [0, ""];
  for (const token of new Marked().lexer(text)) {
    if (token.type === "heading") heading = token.text;
    for (const code of codeIn(token)) {
      const line = text.slice(0, text.indexOf(code.raw, at)).split("\n").length;
      const [language = "", ...note] = (code.lang ?? "").split(" ");
      found.push({ file, line, heading, language, note: note.join(" "), text: code.text });
    }
    at += token.raw.length;
  }
  return found;
}

/**
 * How a block is proved: `shell`, `node`, `worker`, `browser`, `html`, `python`, `types`, `vue`, `json`, `toml`; `text` if it says why it is none
 * of these; `elsewhere` if another test runs it; `undefined` if nobody does.
 */
export function treatment({ file, heading, language, note, text }) {
  if (ELSEWHERE[file]?.[heading]) return "elsewhere";
  if (/^not run: \S+/.test(note)) return "text";
  switch (language) {
    case "text":
      return note ? "text" : undefined;
    case "js":
    case "mjs":
      if (note === "worker") return "worker";
      return /from "(trailmark\/(server|query)|node:)|process\.env/.test(text) ? "node" : "browser";
    case "ts":
    case "tsx":
      return "types";
    case "sh":
      return "shell";
    case "html":
    case "python":
    case "vue":
    case "json":
    case "toml":
      return language;
    default:
      return undefined;
  }
}

/** Where a block is, for people. */
export const placeOf = ({ file, line }) => `${file}:${line}`;

function codeIn(token) {
  if (token.type === "code") return [token];
  return [...(token.tokens ?? []), ...(token.items ?? [])].flatMap(codeIn);
}
