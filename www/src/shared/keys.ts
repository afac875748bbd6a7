/** The two kinds of keys that pages are given: the demo writes, the dashboard reads. */
export type KeyKind = "write" | "read";

/**
 * Takes the key out of the address: `#key=…`, or `#write=…` and `#read=…` by its kind. It stands in the fragment because a
 * fragment is never sent to a server, and leaves it at once because an address is easily shared. A route such as
 * `#/reports` is left alone.
 */
export function takeKeyFromAddress(kind: KeyKind): string | null {
  const fragment = location.hash.slice(1);
  if (!fragment.includes("=") || fragment.startsWith("/")) return null;
  const given = new URLSearchParams(fragment);
  if (!["key", "write", "read"].some((name) => given.has(name))) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  return (given.get("key") ?? given.get(kind))?.trim() || null;
}

/** Asks for the key that `cargo xtask dev` lays beside the demo (`local.json`, in no deploy). */
export async function localKey(kind: KeyKind, siteRoot: string): Promise<string | null> {
  if (!["localhost", "127.0.0.1", "[::1]"].includes(location.hostname)) return null;
  try {
    const answer = await fetch(new URL("local.json", new URL(siteRoot, location.href)), { cache: "no-store" });
    if (!answer.ok) return null;
    const keys: { write_key?: string; read_key?: string } = await answer.json();
    return (kind === "write" ? keys.write_key : keys.read_key) ?? null;
  } catch {
    // No such file, or a page in its place: a deploy.
    return null;
  }
}
