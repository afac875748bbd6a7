import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../ask/session.ts";
import { DOCS, linkTo } from "../place.ts";
import { PAGES, type Page } from "../pages.ts";
import type { View } from "../view/view.ts";
import { currentTheme, themeLabel, toggleTheme, watchTheme } from "../../shared/theme.ts";
import { Icon } from "../parts/icon.tsx";

const groups = [...new Set(PAGES.map(({ group }) => group))];

/** All pages by group, keeping time and filters; on a phone it folds into a menu. */
export function Navigation({ page, view, session, leave }: { page: Page | null; view: View; session: Session; leave(): void }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [page]);
  const { project, key } = session;
  return (
    <header class={isOpen ? "navigation open" : "navigation"} onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
      <div class="navigation-head">
        <a class="brand" href={linkTo("", view)} aria-label="Trailmark, to the overview">
          <Icon name="trailmark" />
          Trailmark
        </a>
        <button class="button quiet icon menu" type="button" data-testid="menu" aria-expanded={isOpen} aria-controls="navigation" aria-label="Menu" onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? "close" : "menu"} />
        </button>
      </div>
      <div class="navigation-body" id="navigation">
        <nav aria-label="Pages">
          {groups.map((group) => (
            <section key={group}>
              <h2>{group}</h2>
              <ul>
                {PAGES.filter((one) => one.group === group).map(({ path, title }) => (
                  <li key={path}>
                    <a href={linkTo(path, view)} aria-current={page?.path === path ? "page" : undefined} data-testid={`nav-${path || "overview"}`}>
                      <Icon name={path || "overview"} />
                      {title}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </nav>
        <div class="navigation-foot">
          <p class="who">
            <strong>{project.name}</strong>
            <span>{key.kind} key</span>
          </p>
          <a class="button quiet icon" href={DOCS} data-testid="docs-link" aria-label="Documentation" title="Documentation">
            <Icon name="docs" />
          </a>
          <ThemeToggle />
          <button class="button quiet icon" type="button" data-testid="log-out" aria-label="Log out" title={`Logged in to ${project.name} with the ${key.kind} key ${key.id}`} onClick={leave}>
            <Icon name="leave" />
          </button>
        </div>
      </div>
    </header>
  );
}

function ThemeToggle(): JSX.Element {
  const [, setTheme] = useState(currentTheme);
  useEffect(() => watchTheme(() => setTheme(currentTheme())), []);
  return (
    <button class="button quiet icon" type="button" data-testid="theme-toggle" aria-label={themeLabel()} title={themeLabel()} onClick={toggleTheme}>
      <Icon name="theme" />
    </button>
  );
}
