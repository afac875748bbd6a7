import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Event, TrailmarkError } from "trailmark/query";
import { type Answered, useAnswer } from "../../ask/answer.ts";
import { refusalOf, useAsking } from "../../ask/client.ts";
import type { Filter } from "../../view/filters.ts";
import { matches } from "../../view/judge.ts";
import type { ListQuery } from "../../view/lists.ts";
import { type Known, started, withNewest, withOlder } from "./known.ts";

/** Events that are shown at once. */
const PAGE = 50;
/** Events that are asked for at once where some of them will not match: as many as the API gives. */
const SEARCHED_PAGE = 100;
/** Events that are looked through, where they are judged here, before one is asked whether to go on. */
const SEARCHED = 2000;
/** How often a followed list asks for what is new, in milliseconds. */
const TAIL_EVERY = 3000;

interface Events {
  answer: Answered<Answer<"/api/events">>;
  /** Those that match. */
  items: Event[] | undefined;
  /** How many the API says there are, before anything is judged here. */
  total: number | undefined;
  /** How many were looked through. */
  searched: number;
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

/**
 * The events that match, newest first: the first page, kept up to date where they are followed, and as many older ones as were asked for.
 * `judged` are filters that the API cannot be asked for here: its events are looked through for those that match.
 */
export function useEvents(query: ListQuery, judged: Filter[], isFollowed: boolean): Events {
  const asking = useAsking();
  const limit = judged.length > 0 ? SEARCHED_PAGE : PAGE;
  const answer = useAnswer("/api/events", { ...query, limit }, { every: isFollowed ? TAIL_EVERY : 0 });
  const question = JSON.stringify([query, judged]);
  const [known, setKnown] = useState<{ of: Answer<"/api/events"> | undefined; question: string; list: Known | undefined }>({ of: undefined, question, list: undefined });
  const [loading, setLoading] = useState<{ question: string; error?: TrailmarkError } | null>(null);
  const [wanted, setWanted] = useState({ question, shown: PAGE, searched: SEARCHED });
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
  const items = list && (judged.length === 0 ? list.items : list.items.filter((event) => judged.every((filter) => matches(event, filter))));

  const load = async () => {
    if (!list?.cursor || isLoading) return;
    const controller = (under.current = new AbortController());
    setLoading({ question });
    const over = asking.began();
    try {
      const page = await asking.client.get("/api/events", { query: { ...query, limit, cursor: list.cursor }, signal: controller.signal });
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

  // Looks on by itself until there is enough to show, or enough was looked through.
  const goal = wanted.question === question ? wanted : { question, shown: PAGE, searched: SEARCHED };
  const looksOn = judged.length > 0 && list?.cursor != null && items !== undefined && items.length < goal.shown && list.items.length < goal.searched;
  useEffect(() => {
    if (looksOn && !loading?.error) void load();
  }, [looksOn, isLoading, list?.items.length, question]);

  const more = () => {
    if (judged.length > 0) setWanted({ question, shown: (items?.length ?? 0) + PAGE, searched: (list?.items.length ?? 0) + SEARCHED });
    if (judged.length === 0 || loading?.error) void load();
  };

  return {
    answer,
    items,
    total: list?.total,
    searched: list?.items.length ?? 0,
    fresh: list?.fresh ?? new Set(),
    older: { hasMore: list?.cursor != null, isLoading: isLoading || looksOn, error: isOwn ? loading?.error : undefined, more },
  };
}
