import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import { queryClient } from '~/lib/query';
import { live } from '~/lib/live';
import { askPasskey } from '~/lib/passkeys';
import { setCurrentOrganization } from '~/lib/session';

/** Nothing of one person may be seen by the next one at this browser. */
function forgetEverything(): void {
  live.disconnect();
  queryClient.clear();
  setCurrentOrganization(null);
}

export interface Challenge {
  mfaToken: string;
  methods: string[];
}

/** With the second step on, the password alone leads to it. */
export async function signIn(body: { email: string; password: string }): Promise<{ slug: string } | Challenge> {
  const answer = await ok(api.POST('/api/auth/login', { body }));
  return 'mfaToken' in answer ? answer : entered(answer);
}

export async function signInWithCode(body: { mfaToken: string; code: string }): Promise<{ slug: string }> {
  return entered(await ok(api.POST('/api/auth/login/mfa', { body })));
}

/** Null when the person changed their mind at the browser's question. */
export async function signInWithPasskey(email: string): Promise<{ slug: string } | null> {
  const { challengeId, options } = await ok(api.POST('/api/auth/passkeys/login/options', { body: email ? { email } : {} }));
  const credential = await askPasskey(options);
  return credential ? entered(await ok(api.POST('/api/auth/passkeys/login', { body: { challengeId, credential } }))) : null;
}

function entered({ organization }: { organization: { slug: string } }): { slug: string } {
  forgetEverything();
  return { slug: organization.slug };
}

/** Whether this address signs in through a provider of its organization. Only asked for what looks like a whole address. */
export function lookupQuery(email: string) {
  return queryOptions({
    queryKey: ['provider of', email],
    queryFn: () => ok(api.GET('/api/auth/oidc/lookup', { params: { query: { email } } })),
    enabled: /^\S+@\S+\.\S{2,}$/.test(email),
    staleTime: 5 * 60_000,
    retry: false,
  });
}

export async function register(body: { email: string; password: string; firstName: string; lastName: string; organizationName: string }): Promise<{ slug: string }> {
  return entered(await ok(api.POST('/api/auth/register', { body })));
}

/** Somebody who has an account with the second step on goes on with it. */
export async function acceptInvitation(body: { token: string; password: string; firstName: string; lastName: string }): Promise<{ slug: string } | Challenge> {
  const answer = await ok(api.POST('/api/auth/invitations/accept', { body }));
  return 'mfaToken' in answer ? answer : entered(answer);
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
function followedOnce(name: string, token: string, follow: () => Promise<unknown>) {
  return queryOptions({
    queryKey: [name, token],
    queryFn: async () => {
      await follow();
      return true;
    },
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function verificationQuery(token: string) {
  return followedOnce('verification', token, () => ok(api.POST('/api/auth/email/verify', { body: { token } })));
}

export function newAddressQuery(token: string) {
  return followedOnce('new address', token, () => ok(api.POST('/api/auth/email/change/confirm', { body: { token } })));
}
