import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Select } from "../parts/select.tsx";
import { DIMENSION_GROUPS, dimensionName } from "../view/filters.ts";
import { Entry } from "./entry.tsx";

const METADATA = "metadata.";

interface Props {
  label: string;
  /** The dimension; empty for none. */
  value: string;
  change(by: string): void;
  /** Whether there must be one. */
  isNeeded?: boolean;
}

/** Chooses a dimension to count by, a member of metadata too, or none. */
export function ByField({ label, value, change, isNeeded }: Props): JSX.Element {
  const [isMetadata, setMetadata] = useState(false);
  const isMember = isMetadata || value.startsWith(METADATA);
  const choose = (chosen: string) => {
    setMetadata(chosen === METADATA);
    if (chosen !== METADATA) change(chosen);
  };
  return (
    <div class="steps-by">
      <Select label={label} name="by" value={isMember ? METADATA : value} options={[...(isNeeded ? [] : [{ value: "", label: "Nothing" }]), ...dimensionOptions(value)]} change={choose} />
      {isMember && (
        <Entry label="Member of metadata" testId="by-member" placeholder="plan" value={value.slice(METADATA.length)} enter={(member) => change(member && METADATA + member)} />
      )}
    </div>
  );
}

/** All dimensions in their groups, the members of metadata as one, and what stands in the address, whatever that is. */
function dimensionOptions(name: string): { value: string; label: string; group?: string }[] {
  const options = DIMENSION_GROUPS.flatMap(({ title, dimensions }) => Object.entries(dimensions).map(([value, label]) => ({ value, label, group: title })));
  const isKnown = name === "" || name.startsWith(METADATA) || options.some(({ value }) => value === name);
  return [...options, { value: METADATA, label: "A member of metadata…", group: "Metadata" }, ...(isKnown ? [] : [{ value: name, label: dimensionName(name) }])];
}
