/** A line of JSON as it is shown; `isAtFault` are those of the field that was at fault. */
export interface Line {
  text: string;
  isAtFault: boolean;
}

/**
 * Writes a value as JSON, line by line, and marks the field that a path such as `actor.type`, `caused_by[2]` or `metadata.plan` names.
 * Where the field is not there, the line is marked at which the object begins that lacks it; an empty path is the whole value.
 */
export function markedLines(value: unknown, field: string | null): Line[] {
  const lines: Line[] = [];
  const fault = field === null ? null : wayTo(value, field);
  write(value, { indent: "", label: "", comma: "" }, fault, lines);
  return lines;
}

/** The names on the way to a field, and whether it is there. */
interface Way {
  names: string[];
  isThere: boolean;
}

/** The way to a field as far as there is one. Names may have dots in them: the longest that fits is meant. */
function wayTo(value: unknown, field: string): Way {
  if (field === "") return { names: [], isThere: true };
  const written = Array.isArray(value) ? (name: string) => `[${name}]` : (name: string) => name;
  const fits = (name: string) => field === written(name) || [".", "["].some((sign) => field.startsWith(written(name) + sign));
  const names = typeof value === "object" && value !== null ? Object.keys(value).filter(fits) : [];
  const name = names.sort((one, other) => other.length - one.length)[0];
  if (name === undefined) return { names: [], isThere: false };
  const way = wayTo((value as Record<string, unknown>)[name], field.slice(written(name).length).replace(/^\./, ""));
  return { ...way, names: [name, ...way.names] };
}

/** What stands around a value. */
interface Place {
  indent: string;
  label: string;
  comma: string;
}

function write(value: unknown, { indent, label, comma }: Place, fault: Way | null, lines: Line[]): void {
  const isHere = fault?.names.length === 0;
  const isWhole = isHere && fault.isThere;
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return void lines.push({ text: `${indent}${label}${JSON.stringify(value) ?? "null"}${comma}`, isAtFault: isHere });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  lines.push({ text: `${indent}${label}${open}`, isAtFault: isHere });
  members.forEach(([name, member], index) => {
    const place = { indent: `${indent}  `, label: Array.isArray(value) ? "" : `${JSON.stringify(name)}: `, comma: index < members.length - 1 ? "," : "" };
    const isOnWay = fault !== null && fault.names[0] === name;
    write(member, place, isWhole ? fault : isOnWay ? { ...fault, names: fault.names.slice(1) } : null, lines);
  });
  lines.push({ text: `${indent}${close}${comma}`, isAtFault: isWhole });
}
