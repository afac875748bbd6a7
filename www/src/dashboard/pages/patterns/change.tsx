import type { JSX } from "preact";
import { Delta } from "../../parts/stat.tsx";

interface Props {
  now: number | null;
  before: number | null | undefined;
  isLessBetter?: boolean;
  format?(value: number): string;
}

/** How it was before, in a place of its own, so that figures stand below each other whether there is a before or not. */
export function Change({ now, before, ...props }: Props): JSX.Element {
  return <span class="patterns-change">{now !== null && before != null && <Delta now={now} before={before} {...props} />}</span>;
}
