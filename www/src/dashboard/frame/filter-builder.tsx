import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { Select } from "../parts/select.tsx";
import { DIMENSION_GROUPS, type Filter, type FilterTest, isFilterName, isList, isPlainId, PLAIN_IDS, TEST_NAMES } from "../view/filters.ts";
import type { View } from "../view/view.ts";
import { Suggestions } from "./suggestions.tsx";

const METADATA = "metadata.";

const dimensions = [
  ...DIMENSION_GROUPS.flatMap(({ title, dimensions }) => Object.entries(dimensions).map(([value, label]) => ({ value, label, group: title }))),
  ...Object.entries(PLAIN_IDS).map(([value, label]) => ({ value, label, group: "Who and what" })),
  { value: METADATA, label: "A member of metadata…", group: "Metadata" },
];

interface Props {
  view: View;
  /** The filter to change; a new one without it. */
  given?: Filter;
  /** What it is called. */
  noun?: string;
  apply(filter: Filter): void;
}

/** What, which test, which values: the values that there are in the view are suggested with their counts. */
export function FilterBuilder({ view, given, noun = "filter", apply }: Props): JSX.Element {
  const [subject, setSubject] = useState(given?.name.startsWith(METADATA) ? METADATA : (given?.name ?? "path"));
  const [member, setMember] = useState(given?.name.startsWith(METADATA) ? given.name.slice(METADATA.length) : "");
  const [wanted, setTest] = useState<FilterTest>(given?.test ?? "is");
  const [chosen, setChosen] = useState<string[]>(given?.values ?? []);
  const [text, setText] = useState(given && !isList(given.test) ? (given.values[0] ?? "") : "");
  const id = useId();
  const name = subject === METADATA ? METADATA + member : subject;
  const isId = isPlainId(name);
  const test = isId ? "is" : wanted;
  const takesList = isList(test) && !isId;
  const typed = text.trim();
  const values = takesList ? [...new Set([...chosen, ...(typed ? [typed] : [])])] : typed ? [typed] : [];
  const isReady = isFilterName(name) && values.length > 0;

  const submit = (event: Event) => {
    event.preventDefault();
    if (isReady) apply({ name, test, values });
  };

  return (
    <form class="filter-builder" onSubmit={submit} aria-label={noun}>
      <Select
        label="What"
        name="filter-name"
        value={subject}
        options={dimensions}
        change={(value) => {
          setSubject(value);
          setChosen([]);
          setText("");
        }}
      />
      {subject === METADATA && (
        <label class="field">
          Name of the member
          <input class="input" data-testid="filter-member" value={member} placeholder="plan.tier" spellcheck={false} autocomplete="off" onInput={(event) => setMember(event.currentTarget.value.trim())} />
        </label>
      )}
      {!isId && (
        <Select
          label="Test"
          name="filter-test"
          value={test}
          options={Object.entries(TEST_NAMES).map(([value, label]) => ({ value, label }))}
          change={(value) => setTest(value as FilterTest)}
        />
      )}
      <label class="field" for={id}>
        {takesList ? "Values" : "Text"}
        <input
          id={id}
          class="input"
          data-testid="filter-value"
          value={text}
          placeholder={takesList ? "Search, or type one" : ""}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {takesList && <Suggestions view={view} name={name} typed={typed} chosen={chosen} change={setChosen} />}
      <button class="button primary" type="submit" data-testid="filter-apply" disabled={!isReady}>
        {`${given ? "Change" : "Add"} the ${noun}`}
      </button>
    </form>
  );
}
