import type { JSX } from "preact";
import type { PageProps } from "../../pages.ts";
import { Arrivals } from "./arrivals.tsx";
import { Checks } from "./checks.tsx";
import { Start } from "./start.tsx";

/** From nothing to the first event: the snippet with a key, what arrives, and what to do when nothing does. */
export default function Install(props: PageProps): JSX.Element {
  return (
    <div class="install">
      <Start {...props} />
      <Arrivals {...props} />
      <Checks {...props} />
    </div>
  );
}
