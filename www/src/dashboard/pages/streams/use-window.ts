import { useEffect, useState } from "preact/hooks";
import type { Query, Schemas } from "trailmark/query";
import type { Answered } from "../../ask/answer.ts";
import { refusalOf, useAsking } from "../../ask/client.ts";
import type { Along, Window } from "./axis.ts";
import { type Read, readWindow } from "./reading.ts";

interface Known {
  asked: string;
  data?: Read;
  error?: Answered<Read>["error"];
}

/** The events of a part of a stream, as many as can be drawn; asked in several questions, which are broken off when the part is another. */
export function useWindow(stream: Schemas["StreamItem"], along: Along, window: Window): Answered<Read> {
  const asking = useAsking();
  const [known, setKnown] = useState<Known>({ asked: "" });
  const [turn, setTurn] = useState(0);
  const query = queryOf(stream, along, window);
  const asked = JSON.stringify([query, stream.events, asking.turn, turn]);

  useEffect(() => {
    const controller = new AbortController();
    const over = asking.began();
    const ask = (page: Query<"/api/events">) => asking.client.get("/api/events", { query: { ...query, ...page }, signal: controller.signal });
    readWindow(ask).then(
      (data) => {
        over(Date.now());
        if (!controller.signal.aborted) setKnown({ asked, data });
      },
      (thrown: unknown) => {
        over();
        if (controller.signal.aborted) return;
        const error = refusalOf(thrown);
        if (error.status === 401) asking.loggedOut(error);
        // What is known is of another part: under this one's name it would be wrong.
        setKnown({ asked, error });
      },
    );
    return () => controller.abort();
  }, [asked]);

  const isCurrent = known.asked === asked;
  return {
    state: !isCurrent ? "loading" : known.error ? "failed" : "shown",
    data: known.data,
    error: isCurrent ? known.error : undefined,
    again: () => setTurn((before) => before + 1),
  };
}

/** Within the time of the stream, so that nothing else is read; `to` excludes its moment. */
function queryOf({ stream_id, first_at, last_at }: Schemas["StreamItem"], along: Along, { from, to }: Window): Query<"/api/events"> {
  if (along === "time") return { stream_id, from, to: to + 1 };
  return { stream_id, from: first_at, to: last_at + 1, step_from: from, step_to: to };
}
