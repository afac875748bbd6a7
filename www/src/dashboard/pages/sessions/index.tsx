import type { JSX } from "preact";
import type { PageProps } from "../../pages.ts";
import { subjectOf } from "../../view/subject.ts";
import { SessionList } from "./list.tsx";
import { OneSession } from "./session.tsx";

/** All sessions of the view, or the one of `?session=ID`. */
export default function Sessions({ view, go }: PageProps): JSX.Element {
  const id = subjectOf(view, "session");
  return id === null ? <SessionList view={view} go={go} /> : <OneSession key={id} id={id} view={view} go={go} />;
}
