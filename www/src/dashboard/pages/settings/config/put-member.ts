import type { Answer, Client } from "trailmark/query";
import { putOf, withMember } from "./members.ts";

/** Changes one member of the config as it is at this moment: what others have changed since the page was opened stays. */
export async function putMember(client: Client, path: string[], value: unknown): Promise<Answer<"/api/config", "put">> {
  const { config } = await client.get("/api/config");
  return client.request("PUT", "/api/config", { body: withMember(putOf(config), path, value) });
}
