import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Copies a text, and says so for a moment. Where the browser refuses, the text is there to be selected. */
export function Copy({ text, name, label = "Copy" }: { text: string; name: string; label?: string }): JSX.Element {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(""), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Select it and copy"),
    );
  return (
    <button class="button small" type="button" data-testid={name} onClick={() => void copy()}>
      <Icon name="copy" />
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}
