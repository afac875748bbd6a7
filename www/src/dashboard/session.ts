import { ask } from "./api.ts";

/** Who is logged in, as `/api/session` says it: the project and the key that the login stands for. */
export interface Session {
  project: { id: number; slug: string; name: string; created_at: number };
  key: { id: string; kind: "read" | "admin" };
  expires_at: number;
}

/** Exchanges a key for a cookie, which no script can read. The page keeps neither. */
export function logIn(key: string): Promise<Session> {
  return ask<Session>("/api/session", { method: "POST", headers: { authorization: `Bearer ${key}` } });
}

/** The login that this browser has, if any. */
export async function currentSession(): Promise<Session | null> {
  const session = await ask<{ [member in keyof Session]: Session[member] | null }>("/api/session");
  return session.key ? (session as Session) : null;
}

/** Ends the login, here and wherever its cookie was copied to. */
export async function logOut(): Promise<void> {
  await ask("/api/session", { method: "DELETE" });
}
