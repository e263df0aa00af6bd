import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import { queryClient } from '~/lib/query';
import { live } from '~/lib/live';
import { setCurrentOrganization } from '~/lib/session';

/** Nothing of one person may be seen by the next one at this browser. */
function forgetEverything(): void {
  live.disconnect();
  queryClient.clear();
  setCurrentOrganization(null);
}

export async function signIn(body: { email: string; password: string }): Promise<{ slug: string }> {
  const { organization } = await ok(api.POST('/api/auth/login', { body }));
  forgetEverything();
  return { slug: organization.slug };
}

export async function register(body: { email: string; password: string; firstName: string; lastName: string; organizationName: string }): Promise<{ slug: string }> {
  const { organization } = await ok(api.POST('/api/auth/register', { body }));
  forgetEverything();
  return { slug: organization.slug };
}

export async function acceptInvitation(body: { token: string; password: string; firstName: string; lastName: string }): Promise<{ slug: string }> {
  const { organization } = await ok(api.POST('/api/auth/invitations/accept', { body }));
  forgetEverything();
  return { slug: organization.slug };
}

export async function signOut(): Promise<void> {
  await ok(api.POST('/api/auth/logout', {}));
  forgetEverything();
}

export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => ok(api.GET('/api/auth/invitations/lookup', { params: { query: { token } } })),
    retry: false,
  });
}

export async function askForReset(email: string): Promise<void> {
  await ok(api.POST('/api/auth/password/forgot', { body: { email } }));
}

export async function resetPassword(body: { token: string; password: string }): Promise<void> {
  await ok(api.POST('/api/auth/password/reset', { body }));
}

/** A link is good once: it is followed once, however often the page is drawn. */
export function verificationQuery(token: string) {
  return queryOptions({
    queryKey: ['verification', token],
    queryFn: async () => {
      await ok(api.POST('/api/auth/email/verify', { body: { token } }));
      return true;
    },
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
