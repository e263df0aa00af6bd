/** What every request needs to know about who is asking: the organization in the address bar, and what to do when the session is over. */

let organizationId: string | null = null;
const endListeners = new Set<() => void>();

export function currentOrganization(): string | null {
  return organizationId;
}

export function setCurrentOrganization(id: string | null): void {
  organizationId = id;
}

/** Called once the server has refused both the session and its renewal. */
export function onSessionEnd(listener: () => void): () => void {
  endListeners.add(listener);
  return () => endListeners.delete(listener);
}

export function announceSessionEnd(): void {
  for (const listener of endListeners) listener();
}

/** What the server calls it when it refuses everything until the person has done one more thing for their sign-in. */
const UNFINISHED = new Set(['mfa-enrolment-required', 'email-verification-required']);
const unfinishedListeners = new Set<() => void>();

export function isUnfinished(kind: string): boolean {
  return UNFINISHED.has(kind);
}

export function onUnfinished(listener: () => void): () => void {
  unfinishedListeners.add(listener);
  return () => unfinishedListeners.delete(listener);
}

export function announceUnfinished(): void {
  for (const listener of unfinishedListeners) listener();
}

export function readCookie(name: string): string | null {
  for (const part of document.cookie.split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return null;
}
