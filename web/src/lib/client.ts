import createClient from 'openapi-fetch';
import type { paths } from '~/api/schema';
import { randomId } from './ids';
import { toApiError } from './problem';
import { announceSessionEnd, announceUnfinished, currentOrganization, isUnfinished, readCookie } from './session';

const REFRESH = '/api/auth/refresh';
/** A 401 from these means what it says: wrong password, no session. Renewing would hide it. */
const WITHOUT_SESSION = /^\/api\/auth\/(login|register|refresh|invitations\/(lookup|accept)|passkeys\/login|password\/(forgot|reset)|email\/(verify|change\/confirm)|oidc)(\/|$)/;

/** What every request of the app carries: which organization, and that the page itself sends it. */
export function addOurs(headers: Headers, method: string, path: string): Headers {
  headers.set('X-Vistone-Client', 'web');
  const organization = currentOrganization();
  if (organization && !headers.has('X-Organization-Id')) headers.set('X-Organization-Id', organization);
  if (method !== 'GET') {
    const csrf = readCookie('__Host-vistone-csrf') ?? readCookie('vistone-csrf');
    if (csrf) headers.set('X-CSRF-Token', csrf);
  }
  if (method === 'POST' && !headers.has('Idempotency-Key') && !path.startsWith('/api/auth/')) {
    headers.set('Idempotency-Key', randomId());
  }
  return headers;
}

function prepare(request: Request): Request {
  return new Request(request, { headers: addOurs(new Headers(request.headers), request.method, new URL(request.url).pathname) });
}

let renewing: Promise<boolean> | null = null;

/** Renews the session once, however many requests were refused at the same moment. Browser tabs take turns through a lock. */
export function renewSession(): Promise<boolean> {
  renewing ??= withLock(async () => {
    const request = new Request(new URL(REFRESH, window.location.origin), {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
    });
    const response = await fetch(prepare(request));
    return response.ok;
  }).finally(() => {
    renewing = null;
  });
  return renewing;
}

function withLock<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? (locks.request('vistone.refresh', work) as unknown as Promise<T>) : work();
}

async function send(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  const spare = request.clone();
  const first = await reach(prepare(request));
  if (first.status !== 401 || WITHOUT_SESSION.test(path)) return first;
  let renewed = false;
  try {
    renewed = await renewSession();
  } catch {
    throw toApiError(0, null);
  }
  const second = renewed ? await reach(prepare(spare)) : first;
  if (second.status === 401 && path !== '/api/auth/logout') announceSessionEnd();
  return second;
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw toApiError(0, null);
  }
}

export const api = createClient<paths>({
  baseUrl: typeof window === 'undefined' ? '' : window.location.origin,
  credentials: 'same-origin',
  fetch: send,
});

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What an address that also answers with a file (`?format=csv`) says when it is not asked for one. */
type Told<T> = [Exclude<T, string>] extends [never] ? T : Exclude<T, string>;

/** The body of a good answer, or an ApiError. */
export async function ok<T>(call: Promise<Outcome<T>>): Promise<Told<T>> {
  const { data, error, response } = await call;
  if (!response.ok) {
    const refused = toApiError(response.status, error);
    if (isUnfinished(refused.kind)) announceUnfinished();
    throw refused;
  }
  return data as Told<T>;
}

/** The header that makes a write refuse to overwrite what the reader has not seen. */
export function ifMatch(record: { revision: number }): { 'If-Match': string } {
  return { 'If-Match': `"${record.revision}"` };
}
