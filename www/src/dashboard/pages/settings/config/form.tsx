import type { JSX } from "preact";
import { NumberField, Shares, Switches, Text } from "./fields.tsx";
import { type Config, defaults, LEVELS, member, percentOf, shareOf, withMember } from "./members.ts";
import { Select } from "../../../parts/select.tsx";

/** Every member of a config but `enabled`, which has a switch of its own. What is empty is at its default. */
export function ConfigForm({ config, change }: { config: Config; change(config: Config): void }): JSX.Element {
  const at = (...path: string[]) => member(config, path);
  const set = (value: unknown, ...path: string[]) => change(withMember(config, path, value));
  const number = (value: unknown) => (typeof value === "number" ? value : undefined);
  return (
    <div class="settings-form">
      <fieldset>
        <legend>Which events</legend>
        <Select
          label="Lowest level that is tracked"
          name="config-min-level"
          value={String(at("min_level") ?? defaults.min_level)}
          options={LEVELS.map((level) => ({ value: level, label: level === "detail" ? "detail: everything" : level }))}
          change={(level) => set(level === defaults.min_level ? undefined : level, "min_level")}
        />
        <Shares
          label="Sampled types"
          hint="The share of sessions in which a type is tracked, in percent"
          name="config-types"
          shares={(at("sampling", "types") ?? {}) as Record<string, number>}
          change={(types) => set(types, "sampling", "types")}
        />
        <div class="settings-levels">
          <span class="settings-label">Sampled levels, in percent, for types that are not named above</span>
          {LEVELS.map((level) => (
            <NumberField key={level} label={level} name={`config-level-${level}`} value={percentOf(number(at("sampling", "levels", level)))} min={0} max={100} step={0.01} change={(value) => set(shareOf(value), "sampling", "levels", level)} />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>Canary: on only for a part</legend>
        <NumberField label="Share of sessions" unit="%" name="config-canary" value={percentOf(number(at("canary", "share")))} placeholder="100" min={0} max={100} step={0.01} change={(value) => set(shareOf(value), "canary", "share")} />
        <Text label="Streams for which it is on wholly, one a line" name="config-streams" value={((at("canary", "streams") ?? []) as string[]).join("\n")} change={(lines) => set(lines, "canary", "streams")} />
      </fieldset>
      <fieldset>
        <legend>When batches go</legend>
        <NumberField label="Events that make a batch go at once" name="config-flush-at" value={number(at("flush_at"))} placeholder={String(defaults.flush_at)} min={1} max={500} step={1} change={(value) => set(value, "flush_at")} />
        <NumberField label="Milliseconds after which a smaller one goes" name="config-flush-interval" value={number(at("flush_interval_ms"))} placeholder={String(defaults.flush_interval_ms)} min={100} max={3_600_000} step={100} change={(value) => set(value, "flush_interval_ms")} />
      </fieldset>
      <fieldset>
        <legend>What trackers do by themselves</legend>
        <Switches label="Autocapture" name="config-autocapture" switches={(at("autocapture") ?? {}) as Record<string, boolean>} change={(switches) => set(switches, "autocapture")} />
      </fieldset>
      <fieldset>
        <legend>For the Worker alone</legend>
        <label class="switch">
          <input type="checkbox" role="switch" data-testid="config-cookieless" checked={at("cookieless") === true} onChange={(event) => set(event.currentTarget.checked ? true : undefined, "cookieless")} />
          Count visitors of cookieless pages, by the day
        </label>
        <NumberField label="Days after which events are deleted; empty is never" name="config-retention" value={number(at("retention_days"))} placeholder="never" min={1} max={3650} step={1} change={(value) => set(value, "retention_days")} />
      </fieldset>
    </div>
  );
}
