import { useSyncExternalStore } from 'react';

/** Records that someone else has just changed: shown with a soft highlight that fades. */
const FLASH_MS = 1900;
const lit = new Set<string>();
const listeners = new Map<string, Set<() => void>>();

function tell(id: string): void {
  for (const listener of listeners.get(id) ?? []) listener();
}

export function flash(ids: Iterable<string>): void {
  for (const id of ids) {
    lit.add(id);
    tell(id);
    window.setTimeout(() => {
      lit.delete(id);
      tell(id);
    }, FLASH_MS);
  }
}

export function useFlash(id: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const mine = listeners.get(id) ?? new Set();
      mine.add(listener);
      listeners.set(id, mine);
      return () => {
        mine.delete(listener);
        if (mine.size === 0) listeners.delete(id);
      };
    },
    () => lit.has(id),
  );
}
