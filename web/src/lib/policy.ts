import { useMe } from './me';

/** What the server said the caller may do with this record. The app never guesses from roles. */
export function can(record: { abilities?: readonly string[] } | null | undefined, ability: string): boolean {
  return record?.abilities?.includes(ability) ?? false;
}

/** Whether the caller's role has an action on a kind of record at all: for "new" buttons and areas, where there is no record yet. */
export function useMay(): (resource: string, action: string) => boolean {
  const { permissions } = useMe();
  const lists: Record<string, unknown> = { ...permissions };
  return (resource, action) => {
    const allowed = lists[resource];
    return Array.isArray(allowed) && allowed.includes(action);
  };
}

/** Whether the reader works here, rather than comes from a client: only staff have teams, see each other and what is not shared. */
export function useStaff(): boolean {
  return useMay()('teams', 'read');
}
