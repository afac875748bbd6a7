import type { JSX } from "preact";
import { count } from "../../../../shared/format.ts";
import { eventsOf, type Plan, type PlannedEvent, type Property, propertyText } from "./planned.ts";

/** The plan's events, to read: what each means, whose it is, and what its metadata hold. */
export function Events({ plan, search, find }: { plan: Plan; search: string; find(text: string): void }): JSX.Element {
  const all = Object.keys(plan.events ?? {}).length;
  const events = eventsOf(plan, search);
  return (
    <>
      <label class="field settings-find">
        <span class="visually-hidden">Find events of the plan</span>
        <input class="input" type="search" data-testid="plan-find" placeholder={`Find among ${count(all)} events, their properties and owners`} value={search} onInput={(event) => find(event.currentTarget.value)} />
      </label>
      {events.length === 0 && <p class="panel-empty">{all === 0 ? "The plan names no events." : "No event of the plan has this."}</p>}
      <ul class="settings-events">
        {events.map(([name, event]) => (
          <li key={name} data-testid="plan-event" data-type={name}>
            <Planned name={name} event={event} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Planned({ name, event }: { name: string; event: PlannedEvent }): JSX.Element {
  const { description, level, owner, category, action, deprecated, properties = {} } = event;
  const named = Object.entries(properties);
  return (
    <details>
      <summary>
        <code>{name}</code> {level && <span class="tag">{level}</span>} {deprecated && <span class="tag warn">deprecated</span>}{" "}
        <span class="settings-event-what">{description}</span>
        <span class="faint">{named.length === 0 ? "no properties" : named.length === 1 ? "1 property" : `${named.length} properties`}</span>
      </summary>
      <div class="settings-event">
        {typeof deprecated === "string" && <p class="settings-fault calm">Deprecated: {deprecated}</p>}
        <p class="faint">
          {[owner && `Owner: ${owner}`, category && `Category: ${category}`, action && `Action: ${action}`].filter(Boolean).join(" · ") || "Category and action are derived from the type; nobody is named as its owner."}
        </p>
        {named.length > 0 && (
          <div class="scroll" tabIndex={0} role="region" aria-label={`Properties of ${name}`}>
            <table class="data">
              <thead>
                <tr>
                  <th scope="col">Property</th>
                  <th scope="col">Holds</th>
                  <th scope="col">Meaning</th>
                </tr>
              </thead>
              <tbody>
                {named.map(([property, of]) => (
                  <tr key={property} data-testid="plan-property" data-name={property}>
                    <th scope="row">
                      <code>{property}</code>
                    </th>
                    <td>
                      {propertyText(of)} <Marks of={of} />
                    </td>
                    <td>{of.description ?? ""}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </details>
  );
}

function Marks({ of: { required, pii } }: { of: Property }): JSX.Element {
  return (
    <>
      {required && <span class="tag calm">required</span>}{" "}
      {pii && (
        <span class="tag warn" title="The value is a person's: it is replaced by [redacted] in the browser and again on the server">
          redacted
        </span>
      )}
    </>
  );
}
