import type { JSX } from "preact";
import type { PageProps } from "../../pages.ts";
import { subjectOf } from "../../view/subject.ts";
import { Causes } from "./causes.tsx";
import { StreamList } from "./list.tsx";
import { OneStream } from "./stream.tsx";

/** All streams of the view, the one of `?id=ID`, or causes and effects of `?event=ID`. */
export default function Streams({ view, go }: PageProps): JSX.Element {
  const event = view.own.get("event");
  if (event) return <Causes id={event} view={view} go={go} />;
  const id = subjectOf(view, "stream");
  return id === null ? <StreamList view={view} go={go} /> : <OneStream key={id} id={id} view={view} go={go} />;
}
