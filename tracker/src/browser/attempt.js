/** What an action returns; nothing where it throws. What the page's own functions throw is their affair and stops nothing here. */
export function attempt(action) {
  try {
    return action();
  } catch {}
}
