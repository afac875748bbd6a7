import type { Client, Schemas } from "trailmark/query";
import type { filterOf } from "./question.ts";

export type Filter = ReturnType<typeof filterOf>;

/** What became, or would become, of rejected events that are judged anew, all requests together. */
export interface Outcome {
  replayed: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  limited: number;
  /** Those that stay rejected or have to wait, by code. */
  stays: Record<string, number>;
}

export const nothing: Outcome = { replayed: 0, accepted: 0, duplicate: 0, rejected: 0, limited: 0, stays: {} };

/** The outcome with what one more request said. */
export function withReplayed(outcome: Outcome, answer: Schemas["Replayed"]): Outcome {
  const stays = { ...outcome.stays };
  for (const { verdict, code } of answer.verdicts) {
    if (verdict === "rejected" || verdict === "limited") stays[code ?? verdict] = (stays[code ?? verdict] ?? 0) + 1;
  }
  return {
    replayed: outcome.replayed + answer.replayed,
    accepted: outcome.accepted + answer.accepted,
    duplicate: outcome.duplicate + answer.duplicate,
    rejected: outcome.rejected + answer.rejected,
    limited: outcome.limited + answer.limited,
    stays,
  };
}

/** Judges all events of a filter anew, request by request; `told` hears how far it is. A dry run only says what would become of them. */
export async function replayAll(client: Client, filter: Filter, isDry: boolean, told: (outcome: Outcome) => void): Promise<Outcome> {
  let outcome = nothing;
  let cursor: string | undefined;
  do {
    const answer = await client.request("POST", "/api/rejected/replay", { query: { ...filter, dry_run: isDry, ...(cursor && { cursor }) } });
    outcome = withReplayed(outcome, answer);
    told(outcome);
    cursor = answer.next_cursor ?? undefined;
  } while (cursor);
  return outcome;
}
