const NAME = "trailmark-write-key";
let inMemory: string | null = null;

/** The write key kept for this tab, if any. It is public, and stands in the source of any other page. */
export function keptKey(): string | null {
  try {
    return sessionStorage.getItem(NAME) ?? inMemory;
  } catch {
    return inMemory;
  }
}

/** Keeps a key for this tab; an empty one is no key. */
export function keep(key: string | null): boolean {
  const text = key?.trim();
  if (!text) return false;
  inMemory = text;
  try {
    sessionStorage.setItem(NAME, text);
  } catch {
    // Storage is refused: the key lasts as long as the page.
  }
  return true;
}

/** Forgets it, on request. */
export function forget(): void {
  inMemory = null;
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Storage is refused: it was never there.
  }
}
