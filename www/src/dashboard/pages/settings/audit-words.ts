const actions: Record<string, string> = {
  plan_put: "Tracking plan replaced",
  config_put: "Remote config replaced",
  events_deleted: "Events deleted",
  events_cleaned_up: "Old events deleted by hand",
  retention_applied: "Old events deleted by the clock",
  user_erased: "User erased",
  user_exported: "User exported",
  rejected_forgotten: "Rejected events forgotten",
  rejected_replayed: "Rejected events replayed",
  rollups_rebuilt: "Roll-ups marked to be rebuilt",
  key_created: "Key made",
  key_changed: "Key changed",
  key_rotated: "Key rotated",
  key_revoked: "Key revoked",
  logged_in: "Logged in",
  logged_out: "Logged out",
};

/** What was done, in words. */
export function actionName(action: string): string {
  return (Object.hasOwn(actions, action) ? actions[action] : undefined) ?? action.replaceAll("_", " ");
}

/** The details of a line: names and counts, as `version 3, events 12`. */
export function detailsText(details: Record<string, unknown>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${typeof value === "number" ? value.toLocaleString("en") : typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
