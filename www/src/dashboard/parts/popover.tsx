import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface Props {
  /** The button's test id; the panel's is `<name>-panel`. */
  name: string;
  icon?: string;
  label: string;
  /** Shown on the button; without it the icon stands alone. */
  text?: string;
  buttonClass?: string;
  /** Which edge of the button the panel keeps to. */
  align?: "left" | "right";
  children(close: () => void): ComponentChildren;
}

/** A button that opens a small panel below it. Escape, or going elsewhere, closes it. */
export function Popover({ name, icon, label, text, buttonClass, align = "right", children }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  useLayoutEffect(() => {
    if (!isOpen) return;
    host.current?.querySelector<HTMLElement>(".popover :is(input, select, button)")?.focus();
    const elsewhere = (event: Event) => {
      if (!host.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", elsewhere);
    addEventListener("focusin", elsewhere);
    return () => {
      removeEventListener("pointerdown", elsewhere);
      removeEventListener("focusin", elsewhere);
    };
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
      <button
        ref={button}
        class={buttonClass ?? (text ? "button tool" : "button icon")}
        type="button"
        data-testid={name}
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setOpen(!isOpen)}
      >
        {icon && <Icon name={icon} />}
        {text}
      </button>
      {isOpen && (
        <div class={`popover ${align}`} role="dialog" aria-label={label} data-testid={`${name}-panel`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
