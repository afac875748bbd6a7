import { Fragment, type JSX } from "preact";
import { Copy } from "../../parts/copy.tsx";

/** Code to copy; `marked` is a part of it to be seen at once. */
export function Snippet({ name, code, marked, label }: { name: string; code: string; marked?: string; label: string }): JSX.Element {
  const parts = marked ? code.split(marked) : [code];
  return (
    <div class="install-snippet">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code data-testid={name}>
          {parts.map((part, index) => (
            <Fragment key={index}>
              {index > 0 && <mark>{marked}</mark>}
              {part}
            </Fragment>
          ))}
        </code>
      </pre>
      <Copy name={`${name}-copy`} text={code} />
    </div>
  );
}
