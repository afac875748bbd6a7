import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  label: string;
  /** The test id; tabs have `<name>-<key>`. */
  name: string;
  tabs: { key: string; title: string }[];
  selected: string;
  select(key: string): void;
  children: ComponentChildren;
}

/** One of several panels; arrow keys go from tab to tab. */
export function Tabs({ label, name, tabs, selected, select, children }: Props): JSX.Element {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // Where there is no room for all, the selected one is seen.
  useLayoutEffect(() => {
    const [shown, tab] = [list.current, list.current?.querySelector<HTMLElement>(`[data-key="${selected}"]`)];
    if (shown && tab) shown.scrollLeft = tab.offsetLeft - shown.offsetLeft - (shown.clientWidth - tab.offsetWidth) / 2;
  }, [selected]);
  const step = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ key }) => key === selected);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    if (!tab) return;
    select(tab.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${tab.key}"]`)?.focus();
  };
  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={step}>
        {tabs.map(({ key, title }) => (
          <button
            key={key}
            id={`${id}-${key}`}
            class="tab"
            type="button"
            role="tab"
            data-key={key}
            data-testid={`${name}-${key}`}
            aria-selected={key === selected}
            aria-controls={`${id}-panel`}
            tabIndex={key === selected ? 0 : -1}
            onClick={() => select(key)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${selected}`}>
        {children}
      </div>
    </div>
  );
}
