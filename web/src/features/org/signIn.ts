import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { IdentityLink, IdentityProvider, MfaSetting, RoleName, SignInPolicy } from '~/lib/models';
import { proved } from '~/lib/proof';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

export function policyQuery() {
  return queryOptions({ queryKey: key('sign-in policy'), queryFn: () => ok(api.GET('/api/auth/sign-in-policy')) });
}

/** The organization's identity provider; null while there is none. */
export function providerQuery() {
  return queryOptions({
    queryKey: key('identity provider'),
    queryFn: async (): Promise<IdentityProvider | null> => (await ok(api.GET('/api/auth/identity-providers', { params: { query: { limit: 1 } } }))).items[0] ?? null,
  });
}

export function linksQuery() {
  return queryOptions({
    queryKey: key('identity links'),
    queryFn: (): Promise<IdentityLink[]> => fetchAll((cursor) => ok(api.GET('/api/auth/identity-links', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** Who has a second factor, as far as one may know: Organizers see everybody's. */
export function factorsQuery() {
  return queryOptions({
    queryKey: key('mfa settings'),
    queryFn: (): Promise<MfaSetting[]> => fetchAll((cursor) => ok(api.GET('/api/auth/mfa-settings', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

type PolicyChange = Partial<{ mfaRoles: RoleName[]; passwordSignIn: boolean }>;

const held = () => queryClient.getQueryData<SignInPolicy>(key('sign-in policy'));

/** Shows it at once and takes it back when it is refused, or when the person does not prove that it is them. */
async function writePolicy(change: PolicyChange): Promise<boolean> {
  await queryClient.cancelQueries({ queryKey: key('sign-in policy') });
  const before = held();
  if (!before) return false;
  queryClient.setQueryData<SignInPolicy>(key('sign-in policy'), { ...before, ...change });
  try {
    const after = await proved(() => ok(api.PATCH('/api/auth/sign-in-policy', { params: { header: ifMatch(before) }, body: change })));
    queryClient.setQueryData(key('sign-in policy'), after ?? before);
    return after !== null;
  } catch (error) {
    queryClient.setQueryData(key('sign-in policy'), before);
    toastProblem(t`The sign-in policy stays as it was.`, error);
    return false;
  } finally {
    void queryClient.invalidateQueries({ queryKey: key('sign-in policy') });
  }
}

/** Changes how people sign in, and offers to take it back. */
export async function changePolicy(change: PolicyChange, said: string): Promise<void> {
  const before = held();
  if (!before || !(await writePolicy(change))) return;
  const back: PolicyChange = 'mfaRoles' in change ? { mfaRoles: before.mfaRoles as RoleName[] } : { passwordSignIn: before.passwordSignIn };
  toast(said, () => void writePolicy(back));
}

const showProvider = (provider: IdentityProvider | null) => queryClient.setQueryData(key('identity provider'), provider);

export interface ProviderValues {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  domains: string;
  defaultRole: RoleName;
  enabled: boolean;
}

/** Domains as they are typed: on lines or parted by commas and spaces, with or without an @ before them. */
export function readDomains(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).map((part) => part.replace(/^@/, '').toLowerCase()).filter(Boolean))];
}

/** Keeps the provider; a secret that is left empty stays what it was. */
export async function saveProvider(provider: IdentityProvider | null, { clientSecret, domains, ...values }: ProviderValues): Promise<void> {
  const body = { ...values, name: values.name.trim(), issuer: values.issuer.trim(), clientId: values.clientId.trim(), domains: readDomains(domains) };
  const saved = provider
    ? await ok(api.PATCH('/api/auth/identity-providers/{id}', { params: { path: { id: provider.id }, header: ifMatch(provider) }, body: { ...body, ...(clientSecret ? { clientSecret } : {}) } }))
    : await ok(api.POST('/api/auth/identity-providers', { body: { ...body, clientSecret } }));
  showProvider(saved);
  toast(provider ? t`Identity provider saved` : t`Identity provider set up`);
}

export async function proveDomains({ id }: IdentityProvider): Promise<void> {
  try {
    const now = await ok(api.POST('/api/auth/identity-providers/{id}/prove-domains', { params: { path: { id } } }));
    showProvider(now);
    const missing = now.domains.filter((domain) => !now.provenDomains.includes(domain));
    if (missing.length === 0) toast(t`All domains are proven`);
    else toastProblem(t`Not found yet: ${missing.join(', ')}.`, new Error(t`A new DNS record may take a while to be seen everywhere.`));
  } catch (error) {
    toastProblem(t`The domains were not checked.`, error);
  }
}

export function testProvider({ id }: IdentityProvider) {
  return ok(api.POST('/api/auth/identity-providers/{id}/test', { params: { path: { id } } }));
}

export async function removeProvider(provider: IdentityProvider): Promise<void> {
  try {
    await ok(api.DELETE('/api/auth/identity-providers/{id}', { params: { path: { id: provider.id }, header: ifMatch(provider) } }));
    showProvider(null);
    toast(t`Identity provider removed`);
  } catch (error) {
    toastProblem(t`The identity provider is still there.`, error);
  }
  void queryClient.invalidateQueries({ queryKey: key('identity provider') });
  void queryClient.invalidateQueries({ queryKey: key('sign-in policy') });
}
