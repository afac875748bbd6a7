import type { JSX } from "preact";
import { count, share } from "../../shared/format.ts";

interface Props {
  label: string;
  /** What exactly is counted. */
  explained?: string;
  /** The figure's test id. */
  name: string;
  /** The exact value as the API gave it; null where there is none. */
  value: number | null | undefined;
  format?(value: number): string;
  /** The same of the period before, where there is one. */
  previous?: number | null;
  /** Whether less of it is better. */
  isLessBetter?: boolean;
  /** Shown in the figure's place, where its value is not what should be read. */
  text?: string;
}

/** One figure with its name; it belongs into a `<dl class="totals">`. */
export function Stat({ label, explained, name, value, format = count, previous, isLessBetter, text }: Props): JSX.Element {
  return (
    <div>
      <dt title={explained}>{label}</dt>
      <dd data-testid={name} data-value={value ?? ""}>
        {text ?? (value == null ? "–" : format(value))}
      </dd>
      {previous != null && value != null && (
        <dd class="beside">
          <Delta name={`${name}-delta`} now={value} before={previous} isLessBetter={isLessBetter} format={format} />
        </dd>
      )}
    </div>
  );
}

interface DeltaProps {
  name?: string;
  now: number;
  before: number;
  isLessBetter?: boolean;
  format?(value: number): string;
}

/** How much more or less it is than before; `data-value` is what it was before. */
export function Delta({ name, now, before, isLessBetter, format = count }: DeltaProps): JSX.Element {
  const isMore = now > before;
  const kind = now === before ? "same" : isMore !== Boolean(isLessBetter) ? "better" : "worse";
  const text = now === before ? "± 0 %" : before === 0 ? "new" : `${isMore ? "▲" : "▼"} ${changeOf(now, before)}`;
  return (
    <span class={`delta ${kind}`} data-testid={name} data-value={before} title={`${format(before)} in the period before`}>
      {text}
    </span>
  );
}

/** From here on only the two figures say something: so few were there before. */
const MOST = 100;

function changeOf(now: number, before: number): string {
  const change = Math.abs(now - before);
  return change < before * MOST ? share(change, before) : `> ${share(MOST, 1)}`;
}
