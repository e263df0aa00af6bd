import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { ApiToken, IdentityLink, KycData, Me, Member, User } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

/** What an Organizer may know of one person's way in. */

export function tokensOfQuery(userId: string) {
  return queryOptions({
    queryKey: key('tokens of', userId),
    queryFn: (): Promise<ApiToken[]> => fetchAll((cursor) => ok(api.GET('/api/auth/tokens', { params: { query: { userId: [userId], limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export function kycOfQuery(userId: string) {
  return queryOptions({
    queryKey: key('kyc of', userId),
    queryFn: async (): Promise<KycData | null> => (await ok(api.GET('/api/auth/kyc-data', { params: { query: { userId: [userId], limit: 1 } } }))).items[0] ?? null,
  });
}

export function linkOfQuery(userId: string) {
  return queryOptions({
    queryKey: key('identity link of', userId),
    queryFn: async (): Promise<IdentityLink | null> => (await ok(api.GET('/api/auth/identity-links', { params: { query: { userId: [userId], limit: 1 } } }))).items[0] ?? null,
  });
}

/** Takes a record out of what is shown at once, and back when the server refuses. */
async function drop<T>(queryKey: unknown[], change: (shown: T) => T, write: () => Promise<unknown>, done: string, refused: string): Promise<void> {
  await queryClient.cancelQueries({ queryKey });
  const before = queryClient.getQueryData<T>(queryKey);
  queryClient.setQueryData<T>(queryKey, (shown) => (shown === undefined ? shown : change(shown)));
  try {
    await write();
    toast(done);
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    toastProblem(refused, error);
  }
  void queryClient.invalidateQueries({ queryKey });
}

export function revokeTokenOf({ id, name, userId }: ApiToken): Promise<void> {
  return drop<ApiToken[]>(
    tokensOfQuery(userId).queryKey,
    (tokens) => tokens.filter((token) => token.id !== id),
    () => ok(api.DELETE('/api/auth/tokens/{id}', { params: { path: { id } } })),
    t`Token “${name}” revoked`,
    t`The token is still good.`,
  );
}

export function unlink({ id, userId }: IdentityLink, name: string): Promise<void> {
  return drop<IdentityLink | null>(
    linkOfQuery(userId).queryKey,
    () => null,
    () => ok(api.DELETE('/api/auth/identity-links/{id}', { params: { path: { id } } })),
    t`${name} is unlinked`,
    t`${name} is still linked.`,
  );
}

/** Signs somebody out; who belongs to other organizations too, only where the sign-in is good here alone. */
export async function signOutMember(member: Member, name: string): Promise<void> {
  try {
    const { ended, everywhere } = await ok(api.POST('/api/auth/organization-members/{id}/end-sessions', { params: { path: { id: member.id } } }));
    if (ended > 0) toast(everywhere ? t`${name} is signed out everywhere` : t`${name} is signed out of what your organization’s sign-in had opened`);
    else if (everywhere) toast(t`${name} is signed in nowhere`);
    else toastProblem(t`${name} is still signed in.`, new Error(t`They belong to other organizations too, whose matter their sign-ins are. Pause them to shut them out of here.`));
  } catch (error) {
    toastProblem(t`${name} is still signed in.`, error);
  }
}

/** The other organizations that one runs: their people can join this one without an invitation. */
export function othersOf(me: Me): Me['organizations'] {
  return me.organizations.filter((other) => other.id !== me.organization.id && other.role === 'Organizer');
}

/** The people of one of them. */
export function peopleOfQuery(organizationId: string) {
  return queryOptions({
    queryKey: key('people of', organizationId),
    enabled: organizationId !== '',
    queryFn: (): Promise<User[]> =>
      fetchAll((cursor) => ok(api.GET('/api/auth/users', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } }, headers: { 'X-Organization-Id': organizationId } }))),
  });
}

export async function addMember(userId: string, roleId: string): Promise<void> {
  await ok(api.POST('/api/auth/organization-members', { body: { userId, roleId } }));
  await Promise.all([queryClient.invalidateQueries({ queryKey: key('members') }), queryClient.invalidateQueries({ queryKey: key('people') })]);
}
