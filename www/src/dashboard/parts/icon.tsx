import type { JSX } from "preact";

// Strokes on a grid of 20 × 20.
const paths: Record<string, string> = {
  overview: "M3 16V9m4.7 7V4m4.6 12V8m4.7 8v-5",
  events: "M3 5h14M3 10h14M3 15h9",
  sessions: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM10 6v4l2.8 1.8",
  timings: "M10 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12Zm0-6 2.5-2.5M8 2.5h4",
  funnels: "M3 4h14l-5.3 6.5V16l-3.4-2v-3.5L3 4Z",
  retention: "M3 4h14M3 8h10M3 12h7M3 16h3",
  paths: "M3 5c6 0 8 4 14 4M3 15c6 0 8-4 14-4",
  patterns: "M4 4h3v3H4zM10 4h3v3h-3zM4 10h3v3H4zM10 10h3v3h-3zM16 4v3M16 10v3M4 16h3M10 16h3",
  streams: "M5 4v8a3 3 0 0 0 3 3h7M5 8h6M13 12.5l2.5 2.5-2.5 2.5M3.5 4h3",
  delivery: "M3.5 10.5 8 15l8.5-9.5",
  rejected: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.5 14.5l9-9",
  cost: "M10 3v14M13.5 6.2C12.8 5.2 11.5 4.7 10 4.700c-2 0-3.5 1-3.5 2.6 0 3.6 7.2 1.7 7.2 5.3 0 1.6-1.6 2.7-3.7 2.7-1.7 0-3.1-.600-3.8-1.7",
  install: "M10 3v9M6.5 8.5 10 12l3.5-3.500M4 16h12",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  docs: "M4 4.5h4.500A1.500 1.500 0 0 1 10 6v10.500A1.500 1.500 0 0 0 8.500 15H4ZM16 4.500h-4.500A1.500 1.500 0 0 0 10 6v10.500A1.500 1.500 0 0 1 11.500 15H16Z",
  close: "M5 5l10 10M15 5 5 15",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  refresh: "M16.5 10a6.5 6.5 0 1 1-1.9-4.600L16.5 7.300M16.5 3.200v4.100h-4.1",
  leave: "M8 4H4.500v12H8M8.5 10H17M13.5 6.5 17 10l-3.5 3.5",
  options: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  columns: "M4 4h12v12H4zM8 4v12M12 4v12",
  calendar: "M4 5.5h12v11H4zM4 9h12M7.5 3.5v3.5M12.5 3.5v3.5",
  filter: "M3 5h14M6 10h8M8.5 15h3",
  plus: "M10 4v12M4 10h12",
  down: "M5.5 8l4.5 4.500L14.5 8",
  up: "M5.5 12 10 7.500l4.5 4.5",
  next: "M8 5l5 5-5 5",
  previous: "M12 5l-5 5 5 5",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4Zm3.7 8.700L17 17",
  pause: "M7 4.500v11M13 4.500v11",
  play: "M6 4.500v11l9-5.5-9-5.500Z",
  copy: "M7 7h9v9H7zM4 13V4h9",
  download: "M10 3v9M6.5 8.5 10 12l3.5-3.500M4 16h12",
  link: "M8.5 11.500a3 3 0 0 0 4.2 0l2.6-2.600a3 3 0 0 0-4.2-4.200l-.8.8M11.5 8.500a3 3 0 0 0-4.2 0l-2.6 2.600a3 3 0 0 0 4.2 4.200l.8-.8",
};

/** A small picture; what it stands for is said beside it or by its button's label. */
export function Icon({ name }: { name: string }): JSX.Element {
  if (name === "trailmark") return <Mark />;
  if (name === "theme") return <Half />;
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">
      <path d={paths[name] ?? ""} />
    </svg>
  );
}

function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
      <rect width="32" height="32" rx="8" fill="#12684d" />
      <path d="M8 22.5 16 15l8 7.5" stroke="#fff" />
      <path d="M8 15.5 16 8l8 7.5" stroke="#8fe0bf" />
    </svg>
  );
}

function Half(): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6" />
      <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
    </svg>
  );
}
