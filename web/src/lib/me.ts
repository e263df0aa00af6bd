import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, ok } from './client';
import type { Me } from './models';
import { key } from './query';
import { currentOrganization, setCurrentOrganization } from './session';

export function meQuery() {
  return queryOptions({
    queryKey: key('me'),
    queryFn: () => ok(api.GET('/api/auth/me')),
    staleTime: 60_000,
  });
}

/** Who is signed in, in the organization shown. Only inside `/o/$org`, whose loader has fetched it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery()).data;
}

/** The person and their organizations, before any organization is chosen. */
export async function whoAmI(): Promise<Me> {
  const before = currentOrganization();
  setCurrentOrganization(null);
  try {
    return await ok(api.GET('/api/auth/me'));
  } finally {
    setCurrentOrganization(before);
  }
}
