import { useSyncExternalStore } from 'react';
import type { Project } from '~/lib/models';

interface Asked {
  project: Project;
  onDeleted: (() => void) | undefined;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

/** Opens the question whether to delete a project, or closes it: menus, pages and the palette ask for it alike. */
export function askToDelete(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

export function useToDelete(): Asked | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}
