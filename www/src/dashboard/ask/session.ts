import { createQuery, type Schemas } from "trailmark/query";
import { client } from "./client.ts";

/** Who is logged in: the project, and the key that the login stands for. */
export interface Session {
  project: NonNullable<Schemas["Session"]["project"]>;
  key: { id: string; kind: "read" | "admin" };
  /** When it ends unless it is used by then, in milliseconds since the epoch. */
  expires_at: number;
}

/** Exchanges a key for a cookie, which no script can read. The page keeps neither. */
export async function logIn(key: string): Promise<Session> {
  return (await createQuery({ key }).request("POST", "/api/session")) as Session;
}

/** The login that this browser has, if any. */
export async function currentSession(): Promise<Session | null> {
  const session = await client.get("/api/session");
  return session.key ? (session as Session) : null;
}

/** Ends the login, here and wherever its cookie was copied to. */
export async function logOut(): Promise<void> {
  await client.request("DELETE", "/api/session");
}
