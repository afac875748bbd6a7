// Markdown into HTML: headings with anchors, code with colours by class, links that lead to the built pages.
import hljs from "highlight.js/lib/common";
import { Marked } from "marked";
import path from "node:path";
import { escaped } from "../html.mjs";
import { anchors } from "./anchors.mjs";
import { GENERATED } from "./generated.mjs";

const DIRECTIVE = /^<!-- (include|generated) (\S+?)(?:#(\S+))? -->$/m;

/**
 * A page's Markdown as HTML, with what a frame needs of it.
 *
 * @param {string} source path of the file in the repository
 * @param {(file: string) => string} read gives the text of a file of the repository
 * @param {(file: string, anchor: string) => string | null} address where a link to a file of the repository leads; null if it is no page
 * @returns {{body: string, headings: {depth: number, id: string, text: string}[], description: string, sections: {id: string, heading: string, text: string}[]}}
 */
export function render(source, read, address) {
  const page = { headings: [], description: "", sections: [{ id: "", heading: "", text: "" }] };
  const anchor = anchors();
  const body = pieces(source, read)
    .map(({ file, text }) => new Marked({ renderer: renderer(file, page, anchor, (target, id) => (target === source ? `#${id}` : address(target, id))) }).parse(text))
    .join("");
  return { body, ...page };
}

/** The file cut at its directives, each piece with the file that its links are relative to. */
export function pieces(file, read) {
  const found = [];
  let rest = read(file);
  for (let match = DIRECTIVE.exec(rest); match; match = DIRECTIVE.exec(rest)) {
    const [directive, kind, name, anchor] = match;
    found.push({ file, text: rest.slice(0, match.index) }, kind === "include" ? included(path.posix.join(path.posix.dirname(file), name), anchor, read) : { file, text: GENERATED[name]() });
    rest = rest.slice(match.index + directive.length);
  }
  return [...found, { file, text: rest }];
}

function included(file, anchor, read) {
  return { file, text: file.endsWith(".md") ? section(read(file), anchor, file) : asCode(file, read) };
}

/** What stands below a heading of a Markdown text, to the next of its rank; without an anchor, all below the title. */
function section(text, wanted, file) {
  const anchor = anchors();
  const headings = headingsOf(text).map((heading) => ({ ...heading, id: anchor(heading.text) }));
  const at = wanted ? headings.findIndex(({ id }) => id === wanted) : 0;
  if (at < 0) throw new Error(`${file} has no heading #${wanted}, which a page of the documentation includes`);
  const end = headings.slice(at + 1).find(({ depth }) => wanted && depth <= headings[at].depth);
  return text.slice(headings[at].end, end?.start);
}

/** The headings of a Markdown text outside of its code, with where they begin and end. */
function headingsOf(text) {
  const found = [];
  let start = 0;
  for (const token of new Marked().lexer(text)) {
    if (token.type === "heading") found.push({ depth: token.depth, text: token.text, start, end: start + token.raw.length });
    start += token.raw.length;
  }
  return found;
}

/** A file of code as a block of it. */
function asCode(file, read) {
  return `\`\`\`${path.extname(file).slice(1)} file: ${file}\n${read(file).trimEnd()}\n\`\`\``;
}

function renderer(file, page, anchor, address) {
  const note = (text) => void (page.sections.at(-1).text += ` ${text}`);
  return {
    heading({ tokens, depth, text }) {
      const id = anchor(text);
      const plain = plainText(tokens);
      page.headings.push({ depth, id, text: plain });
      if (depth > 1) page.sections.push({ id, heading: plain, text: "" });
      const inner = this.parser.parseInline(tokens);
      const linked = depth === 1 || inner.includes("<a ") ? inner : `<a href="#${id}">${inner}</a>`;
      return `<h${depth} id="${id}">${linked}</h${depth}>\n`;
    },
    paragraph({ tokens }) {
      const plain = plainText(tokens);
      page.description ||= plain;
      note(plain);
      return `<p>${this.parser.parseInline(tokens)}</p>\n`;
    },
    code({ text, lang }) {
      const [language = "text"] = (lang ?? "").split(/\s+/);
      note(text);
      return `<pre tabindex="0" data-language="${escaped(language)}"><code>${coloured(text, language)}</code></pre>\n`;
    },
    table(token) {
      for (const row of token.rows) note(row.map(({ tokens }) => plainText(tokens)).join(" "));
      const cell = (tag) => ({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
      // A table whose head says nothing has none: a screen reader would read out empty headers.
      const head = token.header.some(({ text }) => text) ? `<thead><tr>${token.header.map(header(this.parser)).join("")}</tr></thead>` : "";
      const rows = token.rows.map((row) => `<tr>${row.map(cell("td")).join("")}</tr>`).join("\n");
      return `<div class="table" tabindex="0"><table>${head}<tbody>\n${rows}\n</tbody></table></div>\n`;
    },
    listitem(item) {
      note(plainText(item.tokens));
      return `<li>${this.parser.parse(item.tokens)}</li>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (/^[a-z]+:/.test(href)) return `<a href="${escaped(href)}" rel="noreferrer">${text}</a>`;
      const [name, id = ""] = href.split("#");
      const target = name ? path.posix.join(path.posix.dirname(file), name) : file;
      const built = address(target, id);
      if (built === null && target.startsWith("www/docs/")) throw new Error(`${file} leads to ${target}, which is no page of the documentation`);
      if (built !== null) return `<a href="${escaped(built)}">${text}</a>`;
      return `${text}<span class="path"> (in the repository: <code>${escaped(target)}</code>)</span>`;
    },
    html({ text }) {
      return escaped(text);
    },
  };
}

/** A header cell; one that says nothing is no header. */
function header(parser) {
  return ({ tokens, text }) => (text ? `<th scope="col">${parser.parseInline(tokens)}</th>` : "<td></td>");
}

const NAMES = { mjs: "javascript", vue: "xml", html: "xml", toml: "ini", text: "plaintext", tsx: "typescript" };

function coloured(text, language) {
  const name = NAMES[language] ?? language;
  return hljs.getLanguage(name) ? hljs.highlight(text, { language: name }).value : escaped(text);
}

/** What one reads of inline tokens. */
function plainText(tokens) {
  return tokens.map((token) => (token.tokens ? plainText(token.tokens) : token.type === "space" ? " " : token.text ?? "")).join("").replaceAll("\n", " ");
}
