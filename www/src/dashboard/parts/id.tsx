import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** An id, with a button that copies it. */
export function Id({ text, what }: { text: string; what: string }): JSX.Element {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => navigator.clipboard.writeText(text).then(() => setSaid("Copied"), () => setSaid("The browser refuses"));
  return (
    <span class="id">
      <code title={text}>{text}</code>
      <button class="button quiet icon" type="button" data-testid="copy" aria-label={`Copy ${what}`} title={`Copy ${what}`} onClick={copy}>
        <Icon name="copy" />
      </button>
      <span class="id-said" role="status">
        {said}
      </span>
    </span>
  );
}
