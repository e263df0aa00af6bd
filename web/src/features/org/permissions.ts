import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { Role, RoleName } from '~/lib/models';
import { isStatus } from '~/lib/problem';
import { key, queryClient } from '~/lib/query';
import type { Permissions } from '~/lib/rights';
import { toast, toastProblem } from '~/ui/toast';

export const META = '_meta';

/** What each role may do unless it was changed, and the most it can be given: the server's rules, not ours. */
export function boundsQuery() {
  return queryOptions({ queryKey: key('role bounds'), queryFn: () => ok(api.GET('/api/auth/roles/bounds')), staleTime: Number.POSITIVE_INFINITY });
}

export const has = (permissions: Permissions, resource: string, action: string) => permissions[resource]?.includes(action) ?? false;

export function withAction(permissions: Permissions, resource: string, action: string, on: boolean): Permissions {
  const kept = (permissions[resource] ?? []).filter((other) => other !== action);
  return { ...permissions, [resource]: on ? [...kept, action] : kept };
}

/** Whether two roles may do the same, whatever the order it is written in. */
export function same(one: Permissions, other: Permissions): boolean {
  const flat = (permissions: Permissions) =>
    Object.entries(permissions)
      .flatMap(([resource, actions]) => actions.map((action) => `${resource}:${action}`))
      .toSorted()
      .join();
  return flat(one) === flat(other);
}

/** Saves against what the reader has seen; when somebody else was quicker, what they wrote is fetched and nothing is overwritten. */
export async function saveRole(role: Role, permissions: Permissions): Promise<Role> {
  try {
    const saved = await ok(api.PATCH('/api/auth/roles/{id}', { params: { path: { id: role.id }, header: ifMatch(role) }, body: { permissions } }));
    queryClient.setQueryData<Role[]>(key('roles'), (roles) => roles?.map((other) => (other.id === saved.id ? saved : other)));
    void queryClient.invalidateQueries({ queryKey: key('me') });
    return saved;
  } catch (error) {
    if (isStatus(error, 412)) void queryClient.invalidateQueries({ queryKey: key('roles') });
    throw error;
  }
}

const again = () => queryClient.invalidateQueries({ queryKey: key('roles') });

/** Makes a role again that was deleted, with its defaults or what it might do before. */
export async function createRole(name: RoleName, permissions?: Permissions): Promise<boolean> {
  try {
    await ok(api.POST('/api/auth/roles', { body: { name, ...(permissions ? { permissions } : {}) } }));
    toast(t`The role ${name} is there`);
    return true;
  } catch (error) {
    toastProblem(t`The role ${name} was not made.`, error);
    return false;
  } finally {
    await again();
  }
}

export async function deleteRole(role: Role): Promise<void> {
  const { id, name, permissions } = role;
  try {
    await ok(api.DELETE('/api/auth/roles/{id}', { params: { path: { id }, header: ifMatch(role) } }));
    toast(t`The role ${name} is deleted`, () => void createRole(name, permissions));
  } catch (error) {
    toastProblem(t`The role ${name} is still there.`, error);
  }
  await again();
}

/** The two rights about rights, in a sentence each. */
export function metaWords(name: string): { title: string; text: string } {
  const words: Record<string, { title: string; text: string }> = {
    manage_permissions: { title: t`May change what Contributors may do`, text: t`Within the bounds of that role; no other role.` },
    pause_contributors: { title: t`May pause Contributors`, text: t`They are signed out at once and come back when resumed.` },
  };
  return words[name] ?? { title: name, text: '' };
}

/** Why a box of a role is not there. */
export function neverWords(name: RoleName): string {
  return name === 'Client' ? t`A Client can never have this.` : t`A Contributor can never have this.`;
}
