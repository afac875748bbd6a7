// The search: an index that is fetched when somebody first wants it, and looked through here.

/** A heading of a page with what stands below it. */
interface Section {
  page: string;
  /** Its address, from the site's root. */
  at: string;
  heading: string;
  text: string;
}

const SHOWN = 12;

/** Makes the form of the bar search; `docs` is the way to the documentation's folder. */
export function mountSearch(form: HTMLFormElement, docs: string): void {
  const field = form.elements.namedItem("words") as HTMLInputElement;
  const list = form.querySelector<HTMLElement>("[data-testid=found]");
  if (!list) return;
  form.hidden = false;
  let sections: Promise<Section[]> | undefined;
  const show = async () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.hidden = words.length === 0;
    if (words.length === 0) return;
    sections ??= fetch(`${docs}search.json`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))));
    try {
      list.replaceChildren(...results(find(await sections, words), docs));
    } catch {
      sections = undefined;
      list.replaceChildren(note("The search could not be loaded. Try again, or look under “All pages”."));
    }
  };
  field.addEventListener("input", () => void show());
  field.addEventListener("focus", () => void show());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    list.hidden = true;
    field.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !form.contains(event.target)) list.hidden = true;
  });
}

/** Sections that have all words, those first that have them in their heading, then in their page's title. */
function find(sections: Section[], words: string[]): Section[] {
  const weighed = sections.map((section) => ({ section, weight: weigh(section, words) })).filter(({ weight }) => weight > 0);
  return weighed.sort((one, other) => other.weight - one.weight).slice(0, SHOWN).map(({ section }) => section);
}

function weigh({ page, heading, text }: Section, words: string[]): number {
  let weight = 0;
  for (const word of words) {
    const places = [heading, page, text].map((place) => place.toLowerCase().includes(word));
    if (!places.some(Boolean)) return 0;
    weight += (places[0] ? 8 : 0) + (places[1] ? 3 : 0) + (places[2] ? 1 : 0) + (heading.toLowerCase() === word ? 20 : 0);
  }
  return weight;
}

function results(sections: Section[], docs: string): HTMLElement[] {
  if (sections.length === 0) return [note("Nothing has all these words.")];
  return sections.map(({ page, at, heading, text }) => {
    const link = document.createElement("a");
    link.href = `${docs}../${at}`;
    const where = document.createElement("span");
    where.textContent = heading ? `${page} · ${text}` : text;
    link.append(heading || page, where);
    return link;
  });
}

function note(text: string): HTMLElement {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph;
}
