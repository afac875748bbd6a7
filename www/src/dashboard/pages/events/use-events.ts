import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Event, TrailmarkError } from "trailmark/query";
import { type Answered, useAnswer } from "../../ask/answer.ts";
import { refusalOf, useAsking } from "../../ask/client.ts";
import type { ListQuery } from "../../view/lists.ts";
import { type Known, started, withNewest, withOlder } from "./known.ts";

/** Events that are asked for at once. */
const PAGE = 50;
/** How often a followed list asks for what is new, in milliseconds. */
const TAIL_EVERY = 3000;

interface Events {
  answer: Answered<Answer<"/api/events">>;
  items: Event[] | undefined;
  /** How many there are, on all pages. */
  total: number | undefined;
  /** Keys of those that came in while one looked. */
  fresh: Set<string>;
  older: Older;
}

/** The way to older events. */
export interface Older {
  hasMore: boolean;
  isLoading: boolean;
  error: TrailmarkError | undefined;
  more(): void;
}

/** The events that match, newest first: the first page, kept up to date where they are followed, and as many older ones as were asked for. */
export function useEvents(query: ListQuery, isFollowed: boolean): Events {
  const asking = useAsking();
  const answer = useAnswer("/api/events", { ...query, limit: PAGE }, { every: isFollowed ? TAIL_EVERY : 0 });
  const question = JSON.stringify(query);
  const [known, setKnown] = useState<{ of: Answer<"/api/events"> | undefined; question: string; list: Known | undefined }>({ of: undefined, question, list: undefined });
  const [loading, setLoading] = useState<{ question: string; error?: TrailmarkError } | null>(null);
  const under = useRef<AbortController | null>(null);

  // Taken over while drawing, so that rows are never those of another question.
  let current = known;
  if (answer.data && answer.state === "shown" && (answer.data !== known.of || question !== known.question)) {
    const list = known.list && known.question === question ? withNewest(known.list, answer.data) : started(answer.data);
    current = { of: answer.data, question, list };
  }
  useEffect(() => {
    if (current !== known) setKnown(current);
  });
  useEffect(() => () => under.current?.abort(), [question]);

  const { list } = current;
  const isOwn = loading?.question === question;
  const isLoading = isOwn && !loading?.error;

  const more = async () => {
    if (!list?.cursor || isLoading) return;
    const controller = (under.current = new AbortController());
    setLoading({ question });
    const over = asking.began();
    try {
      const page = await asking.client.get("/api/events", { query: { ...query, limit: PAGE, cursor: list.cursor }, signal: controller.signal });
      over();
      if (controller.signal.aborted) return;
      setKnown((before) => (before.question === question && before.list ? { ...before, list: withOlder(before.list, page) } : before));
      setLoading(null);
    } catch (thrown) {
      over();
      if (controller.signal.aborted) return;
      const error = refusalOf(thrown);
      if (error.status === 401) asking.loggedOut(error);
      setLoading({ question, error });
    }
  };

  return {
    answer,
    items: list?.items,
    total: list?.total,
    fresh: list?.fresh ?? new Set(),
    older: { hasMore: list?.cursor != null, isLoading, error: isOwn ? loading?.error : undefined, more },
  };
}
