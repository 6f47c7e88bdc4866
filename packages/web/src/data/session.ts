import { urlOf } from './base.ts';

export interface SignedIn {
  username: string;
  is_admin: boolean;
}

interface SessionAnswer {
  user: SignedIn | null;
  csrf_token: string | null;
  /** The provider of OpenID Connect, as the button calls it. */
  oidc: string | null;
}

/** Whether the server asks who one is. */
export const ASKS_WHO = document.querySelector('meta[name="orrery-asks-who"]') !== null;

let session: SessionAnswer = { user: null, csrf_token: null, oidc: null };

/** Who is signed in; null where nobody is, or where nobody is asked. */
export function signedIn(): SignedIn | null {
  return session.user;
}

export function provider(): string | null {
  return session.oidc;
}

/** What goes with each request, so that the server knows that a page of its own sends it. */
export function pageHeaders(): Record<string, string> {
  return ASKS_WHO ? { 'x-csrf-token': session.csrf_token ?? '' } : {};
}

/** Asks the server who is signed in. */
export async function loadSession(): Promise<void> {
  const answer = await fetch(urlOf('/api/access/session'), { headers: pageHeaders() });
  if (answer.ok) session = await answer.json();
}

/** @throws Error with what the server says */
export async function signIn(username: string, password: string): Promise<void> {
  await send('/api/access/login', { username, password });
}

export async function signOut(): Promise<void> {
  await send('/api/access/logout', {});
}

async function send(path: string, body: object): Promise<void> {
  const answer = await fetch(urlOf(path), {
    method: 'POST',
    headers: { ...pageHeaders(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.ok) return;
  const { message } = (await answer.json().catch(() => ({}))) as { message?: string };
  throw new Error(message ?? `The server answered ${answer.status}.`);
}
