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

export function readCookie(name: string): string | null {
  for (const part of document.cookie.split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return null;
}
