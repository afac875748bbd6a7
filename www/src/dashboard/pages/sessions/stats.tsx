import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { duration, percent } from "../../../shared/format.ts";
import { Stat } from "../../parts/stat.tsx";

type Totals = Schemas["SessionTotals"];

const per = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** What sessions are together. */
export function SessionStats({ total, previous }: { total: Totals; previous?: Totals }): JSX.Element {
  const figures = { total, previous };
  return (
    <dl class="totals long card">
      <Figure {...figures} label="Sessions" of="sessions" />
      <Figure {...figures} label="Visitors" of="visitors" />
      <Figure {...figures} label="Users" of="users" />
      <Figure {...figures} label="Bounce rate" of="bounce_rate" explained="Sessions of one event" format={percent} isLessBetter />
      <Figure {...figures} label="Mean duration" of="mean_duration_ms" explained="From the first event to the last" format={duration} />
      <Figure {...figures} label="Pages a session" of="pages_per_session" explained="Page views" format={per.format} />
      <Figure {...figures} label="Events a session" of="events_per_session" format={per.format} />
    </dl>
  );
}

interface FigureProps {
  total: Totals;
  previous?: Totals;
  label: string;
  of: keyof Totals;
  explained?: string;
  format?(value: number): string;
  isLessBetter?: boolean;
}

function Figure({ total, previous, of, ...props }: FigureProps): JSX.Element {
  return <Stat {...props} name={of} value={total[of]} previous={previous?.[of]} />;
}
