// The dashboard's pages, as their own list names them.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../support/database.mjs";

const LINE = /\{ path: "(.*?)", title: "(.+?)"/g;

/** `{name, title, address}` of every page; `name` is the folder's, and of the first page `overview`. */
export const PAGES = [...readFileSync(path.join(root, "www/src/dashboard/pages.ts"), "utf8").matchAll(LINE)].map(([, folder, title]) => ({
  name: folder || "overview",
  title,
  address: folder ? `/dashboard/${folder}/` : "/dashboard/",
}));
