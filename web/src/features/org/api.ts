import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, ok } from '~/lib/client';
import type { Organization } from '~/lib/models';
import { proved } from '~/lib/proof';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toastProblem } from '~/ui/toast';
import { type Rounding, withRounding } from './rounding';

export function membersQuery() {
  return queryOptions({
    queryKey: key('members'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/organization-members', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export function rolesQuery() {
  return queryOptions({
    queryKey: key('roles'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/roles', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
    staleTime: 5 * 60_000,
  });
}

export function invitationsQuery() {
  return queryOptions({
    queryKey: key('invitations'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/invitations', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export async function resendInvitation(id: string): Promise<void> {
  await ok(api.POST('/api/auth/invitations/{id}/resend', { params: { path: { id } } }));
  await queryClient.invalidateQueries({ queryKey: key('invitations') });
}

export async function revokeInvitation(id: string): Promise<void> {
  await ok(api.POST('/api/auth/invitations/{id}/revoke', { params: { path: { id } } }));
  await queryClient.invalidateQueries({ queryKey: key('invitations') });
}

export async function renameOrganization(id: string, name: string): Promise<void> {
  await ok(api.PATCH('/api/auth/organizations/{id}', { params: { path: { id } }, body: { name } }));
  await queryClient.invalidateQueries({ queryKey: key('me') });
}

/** The settings are replaced as a whole: the revision says that nobody else has changed them meanwhile. */
export async function saveRounding(organization: Organization, rounding: Rounding): Promise<void> {
  const settings = withRounding(organization.settings, rounding);
  await ok(api.PATCH('/api/auth/organizations/{id}', { params: { path: { id: organization.id }, header: ifMatch(organization) }, body: { settings } }));
  await queryClient.invalidateQueries({ queryKey: key('me') });
}

export function createOrganization(name: string) {
  return ok(api.POST('/api/auth/organizations', { body: { name } }));
}

/** A page load follows: nothing of the organization stays in the window. */
export async function deleteOrganization({ id }: Organization): Promise<void> {
  try {
    const done = await proved(async () => (await ok(api.DELETE('/api/auth/organizations/{id}', { params: { path: { id } } })), true));
    if (done) window.location.assign('/');
  } catch (error) {
    toastProblem(t`The organization is still there.`, error);
  }
}
