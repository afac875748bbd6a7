// What a script adds to the documentation: the choice of theme, the search, and buttons that copy code. Without it the pages read the same.
import { mountThemeToggle } from "../shared/theme.ts";
import { mountSearch } from "./search.ts";

const toggle = document.querySelector<HTMLButtonElement>("[data-testid=theme-toggle]");
if (toggle) {
  toggle.hidden = false;
  mountThemeToggle(toggle);
}

const search = document.querySelector<HTMLFormElement>("[data-testid=search]");
if (search) mountSearch(search, document.body.dataset.docs ?? "./");

for (const block of document.querySelectorAll<HTMLPreElement>("article > pre")) addCopyButton(block);

function addCopyButton(block: HTMLPreElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy this code");
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(block.innerText).then(
      () => (button.textContent = "Copied"),
      () => (button.textContent = "Select and copy"),
    );
  });
  const frame = document.createElement("div");
  frame.className = "code";
  block.replaceWith(frame);
  frame.append(block, button);
}
