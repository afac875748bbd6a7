// Tables of the documentation that are made from the code that they are about. In a page: `<!-- generated NAME -->`.
import { CATALOGUE } from "../../pkg/src/checks/catalogue.js";

/** What makes each, as Markdown. */
export const GENERATED = { findings };

/** What the doctor, the overlay and the dashboard may find of an installation. */
function findings() {
  const rows = Object.entries(CATALOGUE).map(([code, { severity, title, means, todo }]) => `| \`${code}\` | ${severity} | ${cell(`${title}. ${means}`)} | ${cell(todo)} |`);
  return ["| code | | what it means | what to do |", "|---|---|---|---|", ...rows].join("\n");
}

const cell = (text) => text.replaceAll("|", "\\|");
