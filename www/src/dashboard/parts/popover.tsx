import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface Props {
  /** The button's test id. */
  name: string;
  icon: string;
  label: string;
  /** Shown on the button; without it the icon stands alone. */
  text?: string;
  children(close: () => void): ComponentChildren;
}

/** A button that opens a small panel below it. Escape, or a click elsewhere, closes it. */
export function Popover({ name, icon, label, text, children }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  useEffect(() => {
    if (!isOpen) return;
    host.current?.querySelector<HTMLElement>(".popover input, .popover select, .popover button")?.focus();
    const elsewhere = (event: Event) => {
      if (!host.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", elsewhere);
    return () => removeEventListener("pointerdown", elsewhere);
  }, [isOpen]);

  return (
    <div
      class="popover-host"
      ref={host}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.stopPropagation();
        close();
      }}
    >
      <button ref={button} class={text ? "button small" : "button icon"} type="button" data-testid={name} aria-label={label} title={label} aria-expanded={isOpen} aria-haspopup="dialog" onClick={() => setOpen(!isOpen)}>
        <Icon name={icon} />
        {text}
      </button>
      {isOpen && (
        <div class="popover" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
