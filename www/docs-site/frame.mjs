// What every page of the documentation has around its text: the bar, the way to the other pages, the page's own contents.
import path from "node:path";
import { html, raw } from "../html.mjs";
import { folderOf, groups, pages } from "./pages.mjs";

/**
 * A whole page. It can be read without a script; the one that it loads adds the choice of theme, the search and buttons that copy.
 *
 * @param {import("./pages.mjs").Entry} page
 * @param {{body: string, description: string, contents: {depth: number, id: string, text: string}[] | {text: string}}} content `contents`
 *   are the headings, or HTML where a page has contents of its own
 */
export function frame(page, { body, description, contents }) {
  const up = path.posix.relative(folderOf(page), "") || ".";
  const docs = page.slug ? ".." : ".";
  const onPage = contents.text === undefined ? headingList(contents) : contents;
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${page.slug ? `${page.title} · Trailmark docs` : "Trailmark docs"}</title>
  <meta name="description" content="${clipped(description.replaceAll("`", ""))}">
  <link rel="icon" href="${up}/favicon.svg" type="image/svg+xml">
  <script src="${up}/shared/theme-boot.ts"></script>
  <link rel="stylesheet" href="${docs}/docs.css">
  <!-- preloads -->
  <script src="${docs}/docs.ts" type="module"></script>
</head>
<body data-docs="${docs}/">
  <a class="skip-link" href="#content">Skip to the text</a>
  <header class="topbar">
    <a class="brand" href="${docs}/"><img src="${up}/favicon.svg" alt="" width="26" height="26">Trailmark <span>docs</span></a>
    <form class="search" role="search" data-testid="search" hidden>
      <input class="input" type="search" name="words" placeholder="Search" aria-label="Search the documentation" autocomplete="off" spellcheck="false">
      <div class="found" data-testid="found" aria-live="polite" hidden></div>
    </form>
    <nav class="elsewhere" aria-label="Trailmark">
      <a href="${up}/">Demo</a>
      <a href="${up}/dashboard/">Dashboard</a>
      <button class="button quiet icon" type="button" data-testid="theme-toggle" hidden>
        <svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor"/></svg>
      </button>
    </nav>
  </header>
  <div class="layout">
    <nav class="pages" aria-label="Pages">${pageList(page, docs)}</nav>
    <details class="pages-menu"><summary>All pages</summary><nav aria-label="Pages">${pageList(page, docs)}</nav></details>
    <main id="content" tabindex="-1">
      ${onPage ? html`<details class="contents-menu"><summary>On this page</summary><nav aria-label="On this page">${onPage}</nav></details>` : ""}
      <article>
${raw(body)}
      </article>
      ${neighbours(page, docs)}
    </main>
    ${onPage ? html`<nav class="contents" aria-label="On this page"><h2>On this page</h2>${onPage}</nav>` : ""}
  </div>
</body>
</html>
`.text;
}

function pageList(current, docs) {
  return groups.map(
    ({ name, pages }) => html`
      <section><h2>${name}</h2><ul>${pages.map((page) => html`
        <li><a href="${addressOf(page, docs)}"${page === current ? raw(' aria-current="page"') : ""}>${page.title}</a></li>`)}</ul></section>`,
  );
}

/** The second and third rank of headings; of long pages, the second only. */
function headingList(headings) {
  const deep = headings.filter(({ depth }) => depth > 1 && depth < 4);
  const shown = deep.length > 40 ? deep.filter(({ depth }) => depth === 2) : deep;
  if (shown.length < 2) return null;
  return html`<ul>${shown.map(({ depth, id, text }) => html`<li class="rank-${depth}"><a href="#${id}">${text}</a></li>`)}</ul>`;
}

function neighbours(page, docs) {
  const at = pages.indexOf(page);
  const [before, after] = [pages[at - 1], pages[at + 1]];
  const link = (to, rel, word) => (to ? html`<a rel="${rel}" href="${addressOf(to, docs)}"><span>${word}</span> ${to.title}</a>` : html`<span></span>`);
  return html`<nav class="neighbours" aria-label="Before and after">${link(before, "prev", "Before")}${link(after, "next", "Next")}</nav>`;
}

const addressOf = ({ slug }, docs) => (slug ? `${docs}/${slug}/` : `${docs}/`);

/** A description that search engines and previews show whole. */
function clipped(text) {
  if (text.length <= 160) return text;
  return `${text.slice(0, text.lastIndexOf(" ", 157))} …`;
}
