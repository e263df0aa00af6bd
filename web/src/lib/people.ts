import { queryOptions, useQuery } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { api, ok } from './client';
import type { User } from './models';
import { useMe } from './me';
import { useStaff } from './policy';
import { fetchAll, key } from './query';

export function peopleQuery() {
  return queryOptions({
    queryKey: key('people'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/users', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
    staleTime: 5 * 60_000,
  });
}

export function personName(user: Pick<User, 'firstName' | 'lastName' | 'email'> | null | undefined): string {
  if (!user) return t`Former member`;
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email;
}

/**
 * What to call a person who is not among those one may see. Staff see everybody, so it is someone who left; a client's people see nobody but
 * themselves, and to them the organization does the work.
 */
export function useStranger(): string {
  const { organization } = useMe();
  return useStaff() ? t`Former member` : organization.name;
}

/** Everyone of the organization, and a look-up by id. */
export function usePeople(): { people: User[]; byId: Map<string, User>; isPending: boolean } {
  const { data, isPending } = useQuery(peopleQuery());
  return useMemo(() => {
    const people = (data ?? []).toSorted((a, b) => personName(a).localeCompare(personName(b)));
    return { people, byId: new Map(people.map((person) => [person.id, person])), isPending };
  }, [data, isPending]);
}
