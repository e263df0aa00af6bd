import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import { askPasskey, makePasskey } from '~/lib/passkeys';
import { proved } from '~/lib/proof';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toastProblem } from '~/ui/toast';

/** What a person may do with their own account. Whatever changes how they sign in is read again with `me`. */

const again = (...names: string[]) => Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: key(name) })));

export async function saveProfile(id: string, body: { firstName: string; lastName: string }): Promise<void> {
  await ok(api.PATCH('/api/auth/users/{id}', { params: { path: { id } }, body }));
  await again('me', 'people');
}

export async function changePassword(body: { currentPassword: string; newPassword: string; code?: string }): Promise<void> {
  await ok(api.POST('/api/auth/password/change', { body }));
  await again('sessions');
}

/** A first password is chosen as a forgotten one is. */
export async function askForPassword(email: string): Promise<void> {
  await ok(api.POST('/api/auth/password/forgot', { body: { email } }));
}

/** Begins the second step: what the app is to be told. Nothing is on before a code has confirmed it. */
export function enrol() {
  return ok(api.POST('/api/auth/mfa/enroll', { body: {} }));
}

/** The backup codes, told this once. `me` is not read again here: the codes are to be seen first. */
export async function confirmEnrolment(code: string): Promise<string[]> {
  return (await ok(api.POST('/api/auth/mfa/confirm', { body: { code } }))).backupCodes;
}

export async function newBackupCodes(code: string): Promise<string[]> {
  const { backupCodes } = await ok(api.POST('/api/auth/mfa/backup-codes', { body: { code } }));
  await again('me');
  return backupCodes;
}

export async function turnOffTwoStep(code: string): Promise<void> {
  await ok(api.POST('/api/auth/mfa/disable', { body: { code } }));
  await again('me');
}

/** That it is still the same person at this screen: good for ten minutes. */
export async function prove(body: { currentPassword?: string; code?: string }): Promise<void> {
  await ok(api.POST('/api/auth/proof', { body }));
}

/** The same by a passkey; false when the person changed their mind at the browser's question. */
export async function proveByPasskey(email: string): Promise<boolean> {
  const { challengeId, options } = await ok(api.POST('/api/auth/passkeys/login/options', { body: { email } }));
  const credential = await askPasskey(options);
  if (credential) await ok(api.POST('/api/auth/proof', { body: { challengeId, credential } }));
  return credential !== null;
}

export function passkeysQuery() {
  return queryOptions({
    queryKey: key('passkeys'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/passkeys', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** False when the person changed their mind at the browser's question. */
export async function addPasskey(name: string): Promise<boolean> {
  const { challengeId, options } = await ok(api.POST('/api/auth/passkeys/register/options', { body: {} }));
  const credential = await makePasskey(options);
  if (!credential) return false;
  await ok(api.POST('/api/auth/passkeys/register', { body: { challengeId, name, credential } }));
  await again('passkeys', 'me');
  return true;
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: key('sessions'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/sessions', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** Asks for another address; true, whether it can be had or not. */
export async function changeAddress(email: string): Promise<true> {
  await ok(api.POST('/api/auth/email/change', { body: { email } }));
  return true;
}

/** Everything of the person goes, and this window with it. */
export async function deleteAccount(id: string): Promise<void> {
  try {
    const done = await proved(async () => (await ok(api.DELETE('/api/auth/users/{id}', { params: { path: { id } } })), true));
    if (done) window.location.assign('/sign-in');
  } catch (error) {
    toastProblem(t`Your account is still there.`, error);
  }
}

export async function sendVerification(): Promise<void> {
  await ok(api.POST('/api/auth/email/verification', {}));
}

/** The organization's identity provider, and the link of one's account to it. */
export function linkQuery() {
  return queryOptions({ queryKey: key('provider link'), queryFn: () => ok(api.GET('/api/auth/oidc/link')) });
}
