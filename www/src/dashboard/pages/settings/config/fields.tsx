import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { percentOf, PIECES, shareOf } from "./members.ts";

interface NumberProps {
  label: string;
  name: string;
  value: number | undefined;
  unit?: string;
  placeholder?: string;
  min: number;
  max: number;
  step: number;
  /** Undefined where the field is empty. */
  change(value: number | undefined): void;
}

/** A number, or nothing. */
export function NumberField({ label, name, value, unit, placeholder, min, max, step, change }: NumberProps): JSX.Element {
  return (
    <label class="field">
      {label}
      {unit && `, ${unit}`}
      <input
        class="input"
        type="number"
        inputMode="decimal"
        data-testid={name}
        {...{ min, max, step, placeholder }}
        value={value ?? ""}
        onInput={(event) => {
          const { valueAsNumber: typed } = event.currentTarget;
          change(Number.isNaN(typed) ? undefined : typed);
        }}
      />
    </label>
  );
}

/** Texts, one a line; undefined where there is none. */
export function Text({ label, name, value, change }: { label: string; name: string; value: string; change(lines: string[] | undefined): void }): JSX.Element {
  // The lines as they are typed: an empty one at the end is the beginning of the next.
  const [typed, setTyped] = useState(value);
  const linesOf = (text: string) => text.split("\n").flatMap((line) => line.trim() || []);
  return (
    <label class="field">
      {label}
      <textarea
        class="input settings-text"
        rows={2}
        data-testid={name}
        spellcheck={false}
        value={typed}
        onInput={(event) => {
          const lines = linesOf(event.currentTarget.value);
          setTyped(event.currentTarget.value);
          change(lines.length === 0 ? undefined : lines);
        }}
      />
    </label>
  );
}

/** Names with a share in percent each. */
export function Shares({ label, hint, name, shares, change }: { label: string; hint: string; name: string; shares: Record<string, number>; change(shares: Record<string, number>): void }): JSX.Element {
  return (
    <Named label={label} hint={hint} name={name} placeholder="mouse_moved" names={Object.keys(shares)} add={(added) => change({ ...shares, [added]: 1 })} remove={(gone) => change(without(shares, gone))}>
      {(one) => (
        <input
          class="input"
          type="number"
          min={0}
          max={100}
          step={0.01}
          data-testid={`${name}-share`}
          aria-label={`${one}, percent of sessions`}
          value={percentOf(shares[one])}
          onInput={(event) => change({ ...shares, [one]: shareOf(event.currentTarget.valueAsNumber || 0) ?? 0 })}
        />
      )}
    </Named>
  );
}

/** Names that are on or off each. */
export function Switches({ label, name, switches, change }: { label: string; name: string; switches: Record<string, boolean>; change(switches: Record<string, boolean>): void }): JSX.Element {
  return (
    <Named
      label={label}
      hint="A piece that is off here is off on every page; one that is on is on where the page asks for it"
      name={name}
      placeholder="clicks"
      known={PIECES}
      names={Object.keys(switches)}
      add={(added) => change({ ...switches, [added]: false })}
      remove={(gone) => change(without(switches, gone))}
    >
      {(one) => (
        <label class="switch">
          <input type="checkbox" role="switch" data-testid={`${name}-on`} checked={switches[one] === true} onChange={(event) => change({ ...switches, [one]: event.currentTarget.checked })} />
          {switches[one] ? "on" : "off"}
        </label>
      )}
    </Named>
  );
}

interface NamedProps {
  label: string;
  hint: string;
  name: string;
  placeholder: string;
  names: string[];
  /** Names that are offered while one is typed. */
  known?: string[];
  add(name: string): void;
  remove(name: string): void;
  children(name: string): JSX.Element;
}

/** A list of names, each with something about it, that can grow and shrink. */
function Named({ label, hint, name, placeholder, names, known, add, remove, children }: NamedProps): JSX.Element {
  const [typed, setTyped] = useState("");
  const offered = useId();
  const put = () => {
    const added = typed.trim();
    if (added === "" || names.includes(added)) return;
    add(added);
    setTyped("");
  };
  return (
    <div class="settings-named" role="group" aria-label={label}>
      <span class="settings-label">
        {label} <small class="faint">{hint}</small>
      </span>
      {names.map((one) => (
        <div key={one} class="settings-named-row" data-testid={`${name}-row`} data-name={one}>
          <code>{one}</code>
          {children(one)}
          <button class="button small" type="button" data-testid={`${name}-remove`} aria-label={`Remove ${one}`} onClick={() => remove(one)}>
            Remove
          </button>
        </div>
      ))}
      <div class="settings-named-row">
        <input
          class="input"
          data-testid={`${name}-new`}
          aria-label={`${label}: another name`}
          list={known && offered}
          placeholder={placeholder}
          value={typed}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), put())}
        />
        <button class="button small" type="button" data-testid={`${name}-add`} onClick={put}>
          Add
        </button>
        {known && (
          <datalist id={offered}>
            {known.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        )}
      </div>
    </div>
  );
}

function without<T>(named: Record<string, T>, gone: string): Record<string, T> {
  const { [gone]: _, ...others } = named;
  return others;
}
