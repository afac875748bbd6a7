// An app with React Router in StrictMode, whose page the tests drive.
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, HashRouter, Link, Navigate, Route, Routes, useLocation } from "react-router";
import * as trailmark from "trailmark";
import { TrailmarkProvider, useActivityTracker, usePageView } from "trailmark/react";

const { endpoint, writeKey } = window.settings;
const trackers = new Set();
window.trailmark = trailmark;
window.trackers = trackers;

/** What the router says, or nothing: then the hook has to see for itself. */
const isBare = new URLSearchParams(location.search).has("bare");
const Router = new URLSearchParams(location.search).has("hash") ? HashRouter : BrowserRouter;

function Views() {
  const { pathname } = useLocation();
  usePageView(isBare ? undefined : pathname);
  return null;
}

function Page({ name }) {
  const [renders, render] = useState(0);
  const tracker = useActivityTracker();
  trackers.add(tracker).add(tracker.track);
  // The same path as the one of Views: two components, one view.
  usePageView(isBare ? undefined : useLocation().pathname);
  return (
    <main>
      <h1>{name}</h1>
      <button onClick={() => render(renders + 1)}>Render {renders}</button>
      <button onClick={() => tracker.track("button_clicked", { metadata: { name } })}>Track</button>
    </main>
  );
}

function App() {
  const [userId, setUser] = useState();
  const [consent, setConsent] = useState(new URLSearchParams(location.search).get("consent") ?? undefined);
  return (
    <TrailmarkProvider endpoint={endpoint} writeKey={writeKey} userId={userId} consent={consent}>
      <Router>
        <Views />
        <nav>
          <Link to="/">Start</Link> <Link to="/board">Board</Link> <Link to="/board?tab=list">List</Link> <Link to="/old">Old</Link>
          <button onClick={() => setUser("u_1")}>Log in</button>
          <button onClick={() => setUser(null)}>Log out</button>
          <button onClick={() => setConsent("granted")}>Yes</button>
        </nav>
        <Routes>
          <Route path="/" element={<Page name="Start" />} />
          <Route path="/board" element={<Page name="Board" />} />
          <Route path="/old" element={<Navigate to="/board" replace />} />
        </Routes>
      </Router>
    </TrailmarkProvider>
  );
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
