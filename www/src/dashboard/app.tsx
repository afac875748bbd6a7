import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { TrailmarkError } from "trailmark/query";
import { began, forgetAnswers } from "./ask/activity.ts";
import { AskingContext, client, titleOf } from "./ask/client.ts";
import { logOut, type Session } from "./ask/session.ts";
import { Bar } from "./frame/bar.tsx";
import { enter, Gate, type Why } from "./frame/gate.tsx";
import { Navigation } from "./frame/navigation.tsx";
import { CurrentPage } from "./frame/page.tsx";
import { Quota } from "./frame/quota.tsx";
import { usePlace } from "./frame/use-place.ts";
import { takeKeyFromAddress } from "../shared/keys.ts";

/** Who is there: nobody known yet, somebody, or somebody who must say who they are. */
type Visitor = { state: "entering" } | { state: "in"; session: Session } | { state: "out"; why: Why | null };

/** The whole dashboard: the gate, or navigation, bar and the page of the address. */
export function App(): JSX.Element {
  const [visitor, setVisitor] = useState<Visitor>({ state: "entering" });
  const { place, go } = usePlace();
  const [turn, setTurn] = useState(0);
  const { live } = place.view;

  const arrive = useCallback(async (key: string | null, over?: TrailmarkError) => {
    const found = await enter(key, over);
    // The next login may be to another project: nothing of the last one stays.
    if (!("session" in found)) forgetAnswers();
    setVisitor("session" in found ? { state: "in", session: found.session } : { state: "out", why: found.why });
  }, []);

  useEffect(() => {
    void arrive(takeKeyFromAddress("read"));
    const another = () => {
      const key = takeKeyFromAddress("read");
      if (key) void arrive(key);
    };
    addEventListener("hashchange", another);
    return () => removeEventListener("hashchange", another);
  }, []);

  const asking = useMemo(
    () => ({ client, turn, live, began, loggedOut: (error: TrailmarkError) => void arrive(null, error) }),
    [turn, live, arrive],
  );

  const leave = async () => {
    try {
      await logOut();
      forgetAnswers();
      setVisitor({ state: "out", why: null });
    } catch (error) {
      setVisitor({ state: "out", why: { text: titleOf(error as TrailmarkError), code: (error as TrailmarkError).code } });
    }
  };

  if (visitor.state === "entering") return <div class="entering" aria-busy="true" />;
  if (visitor.state === "out") return <Gate why={visitor.why} enter={(key) => arrive(key)} />;
  const { session } = visitor;
  const { page, view } = place;
  return (
    <AskingContext.Provider value={asking}>
      <a class="skip-link" href="#content">
        Skip to the page
      </a>
      <div class="frame">
        <Navigation page={page} view={view} session={session} leave={leave} />
        <main id="content" tabIndex={-1}>
          <Bar page={page} view={view} go={go} refresh={() => setTurn((before) => before + 1)} />
          <Quota />
          <CurrentPage key={`${session.project.id} ${page?.path}`} page={page} view={view} go={go} session={session} />
        </main>
      </div>
    </AskingContext.Provider>
  );
}
