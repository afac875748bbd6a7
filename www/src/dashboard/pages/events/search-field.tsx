import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../parts/icon.tsx";

/** Nothing is asked while somebody types faster than this, in milliseconds. */
const PAUSE = 300;

/** Searches summaries and titles as one types. The key / leads here. */
export function SearchField({ text, change }: { text: string; change(text: string): void }): JSX.Element {
  const [typed, setTyped] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(text);

  useEffect(() => {
    // Another view, not one's own typing.
    if (text !== told.current) setTyped(text);
    told.current = text;
  }, [text]);

  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === told.current) return;
    const timer = setTimeout(() => {
      told.current = wanted;
      change(wanted);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);

  useLayoutEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, []);

  return (
    <label class="search">
      <Icon name="search" />
      <span class="visually-hidden">Search summaries and titles</span>
      <input ref={input} class="input" type="search" data-testid="search" value={typed} placeholder="Search summaries and titles" onInput={(event) => setTyped(event.currentTarget.value)} />
    </label>
  );
}

/** Whether keys are meant for a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}
