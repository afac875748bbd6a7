/** The two keys that the pages use: the demo writes, the dashboard reads. */
export type KeyKind = "write" | "read";

/**
 * Takes keys out of the address and keeps them for this tab: `#key=…` (of the page's own kind), `#write=…`, `#read=…`.
 * They stand in the fragment because a fragment is never sent to a server, and leave it at once because an address
 * is easily shared. Answers whether there were any; a route such as `#/reports` is left alone.
 */
export function takeKeysFromAddress(kind: KeyKind): boolean {
  const fragment = location.hash.slice(1);
  if (!fragment.includes("=") || fragment.startsWith("/")) return false;
  const given = new URLSearchParams(fragment);
  const found = [keep(kind, given.get("key")), keep("write", given.get("write")), keep("read", given.get("read"))];
  if (!found.includes(true)) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  return true;
}

/** The key kept for this tab, if any. */
export function keptKey(kind: KeyKind): string | null {
  try {
    return sessionStorage.getItem(name(kind)) ?? memory.get(kind) ?? null;
  } catch {
    return memory.get(kind) ?? null;
  }
}

/** Keeps a key for this tab; an empty one is no key. */
export function keep(kind: KeyKind, key: string | null | undefined): boolean {
  const text = key?.trim();
  if (!text) return false;
  memory.set(kind, text);
  try {
    sessionStorage.setItem(name(kind), text);
  } catch {
    // Storage is refused: the key lasts as long as the page.
  }
  return true;
}

/** Forgets a key, on request or because the server does not know it. */
export function forget(kind: KeyKind): void {
  memory.delete(kind);
  try {
    sessionStorage.removeItem(name(kind));
  } catch {
    // Storage is refused: it was never there.
  }
}

/**
 * Asks for the keys that `cargo xtask dev` lays beside the demo (`local.json`, in no deploy) and keeps them.
 * Answers whether it brought a key of this kind other than `refused`.
 */
export async function takeLocalKeys(kind: KeyKind, siteRoot: string, refused: string | null = null): Promise<boolean> {
  try {
    const answer = await fetch(new URL("local.json", new URL(siteRoot, location.href)), { cache: "no-store" });
    if (!answer.ok) return false;
    const keys: { write_key?: string; read_key?: string } = await answer.json();
    const offered = kind === "write" ? keys.write_key : keys.read_key;
    if (!offered || offered === refused) return false;
    keep("write", keys.write_key);
    keep("read", keys.read_key);
    return true;
  } catch {
    // No such file, or a page in its place: a deploy.
    return false;
  }
}

const memory = new Map<KeyKind, string>();

function name(kind: KeyKind): string {
  return `trailmark-${kind}-key`;
}
