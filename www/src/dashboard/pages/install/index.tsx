import type { JSX } from "preact";
import type { PageProps } from "../../pages.ts";

export default function Install(_: PageProps): JSX.Element {
  return <></>;
}
