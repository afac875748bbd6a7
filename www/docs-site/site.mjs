// The documentation as pages: Markdown files of the repository, and the page of the HTTP API made from its document.
import { readFileSync } from "node:fs";
import path from "node:path";
import { apiContents, apiPage } from "../api-page.mjs";
import { frame } from "./frame.mjs";
import { render } from "./markdown.mjs";
import { folderOf, pages } from "./pages.mjs";

const SEARCH_TEXT = 1_200;

/**
 * Makes all pages.
 *
 * @param {string} repository its directory
 * @param {object} document the OpenAPI document
 * @returns {{html: Map<string, string>, search: object[]}} the HTML by its path in the site, and what the search looks through
 */
export function docsSite(repository, document) {
  const read = (file) => readFileSync(path.join(repository, file), "utf8");
  const html = new Map();
  const search = [];
  for (const page of pages) {
    const file = `${folderOf(page)}/index.html`;
    if (!page.source) {
      html.set(file, frame(page, { body: apiPage(document), contents: apiContents(document), description: document.info.description }));
      search.push({ page: page.title, at: "docs/api/", heading: "", text: document.info.description }, ...operationsToFind(page, document));
      continue;
    }
    const { body, headings, description, sections } = render(page.source, read, (target, anchor) => addressFrom(page, target, anchor));
    html.set(file, frame(page, { body, contents: headings, description }));
    for (const { id, heading, text } of sections.filter(({ heading, text }) => heading || text)) {
      const words = text.replace(/\s+/g, " ").trim().slice(0, SEARCH_TEXT);
      search.push({ page: page.title, at: `${folderOf(page)}/${id ? `#${id}` : ""}`, heading, text: words });
    }
  }
  return { html, search };
}

/** Where a link from a page to a file of the repository leads; null if the site does not have it. */
export function addressFrom(page, file, anchor) {
  const target = SERVED[file] ?? pages.find(({ source, slug }) => source === file || file === `www/docs/${slug}.md`);
  if (!target) return null;
  const folder = typeof target === "string" ? target : `${folderOf(target)}/`;
  const relative = path.posix.relative(folderOf(page), folder) || ".";
  return `${relative}${folder.endsWith("/") ? "/" : ""}${anchor ? `#${anchor}` : ""}`;
}

/** Files that the site serves as something else than a page of Markdown. */
const SERVED = { "docs/openapi.json": "api/openapi.json", "www/docs/api.md": "docs/api/" };

function operationsToFind(page, { paths }) {
  return Object.entries(paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, { operationId, summary, description = "" }]) => ({
      page: page.title,
      at: `docs/api/#${operationId}`,
      heading: `${method.toUpperCase()} ${address}`,
      text: `${summary}. ${description}`,
    })),
  );
}
