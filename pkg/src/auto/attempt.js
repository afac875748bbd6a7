/** Tells the page's developer. */
export const complain = (problem) => console.error("trailmark:", problem);

/** What an action returns; nothing where it throws. Nothing that is captured here may cost the page anything. */
export function attempt(action) {
  try {
    return action();
  } catch (problem) {
    complain(problem);
  }
}
