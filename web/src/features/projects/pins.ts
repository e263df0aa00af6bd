import type { Project } from '~/lib/models';
import { readPref, usePref, writePref } from '~/lib/prefs';
import { currentOrganization } from '~/lib/session';

/** Projects that a person keeps at hand in the sidebar, per organization, in this browser. */
export interface Pin {
  id: string;
  name: string;
}

const prefName = () => `pins.${currentOrganization() ?? ''}`;

function parse(text: string | null): Pin[] {
  try {
    return JSON.parse(text ?? '[]') as Pin[];
  } catch {
    return [];
  }
}

export function usePins(): Pin[] {
  return parse(usePref(prefName())[0]);
}

export function isPinned(id: string): boolean {
  return parse(readPref(prefName())).some((pin) => pin.id === id);
}

export function togglePin(project: Pick<Project, 'id' | 'name'>): void {
  const pins = parse(readPref(prefName()));
  const rest = pins.filter((pin) => pin.id !== project.id);
  writePref(prefName(), JSON.stringify(rest.length < pins.length ? rest : [...rest, { id: project.id, name: project.name }]));
}
