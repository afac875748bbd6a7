import type { JSX } from "preact";
import { useState } from "preact/hooks";

interface Props {
  /** What it is called; `null` where a label stands around it. */
  label: string | null;
  testId: string;
  value: string | number;
  /** Takes what was entered. What it does not take up is replaced by the value again. */
  enter(text: string): void;
  placeholder?: string;
  /** The id of a list that offers values. */
  list?: string;
  title?: string;
  /** For whole numbers. */
  bounds?: { min: number; max?: number };
  onFocus?(): void;
}

/**
 * A field whose text counts when it is left or Enter is pressed. Until then it stays as it is typed, also when the page is drawn anew
 * because an answer has come.
 */
export function Entry({ label, testId, value, enter, placeholder, list, title, bounds, onFocus }: Props): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const shared = {
    class: "input",
    "aria-label": label ?? undefined,
    "data-testid": testId,
    title,
    value: typed ?? value,
    onFocus,
    onInput: (event: { currentTarget: HTMLInputElement }) => setTyped(event.currentTarget.value),
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      setTyped(null);
      enter(event.currentTarget.value.trim());
    },
    onBlur: () => setTyped(null),
  };
  return bounds ? <input {...shared} {...bounds} type="number" /> : <input {...shared} type="text" list={list} placeholder={placeholder} autocomplete="off" spellcheck={false} />;
}
