import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Select } from "../parts/select.tsx";
import { dimensionOptions } from "./condition.tsx";
import { Entry } from "./entry.tsx";

const METADATA = "metadata.";

interface Props {
  label: string;
  /** The dimension; empty for none. */
  value: string;
  change(by: string): void;
}

/** Chooses a dimension to count by, a member of metadata too, or none. */
export function ByField({ label, value, change }: Props): JSX.Element {
  const [isMetadata, setMetadata] = useState(false);
  const isMember = isMetadata || value.startsWith(METADATA);
  const choose = (chosen: string) => {
    setMetadata(chosen === METADATA);
    if (chosen !== METADATA) change(chosen);
  };
  return (
    <div class="steps-by">
      <Select label={label} name="by" value={isMember ? METADATA : value} options={[{ value: "", label: "Nothing" }, ...dimensionOptions(value)]} change={choose} />
      {isMember && (
        <Entry label="Member of metadata" testId="by-member" placeholder="plan" value={value.slice(METADATA.length)} enter={(member) => change(member && METADATA + member)} />
      )}
    </div>
  );
}
