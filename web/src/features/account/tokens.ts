import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { api, ok } from '~/lib/client';
import type { ApiToken } from '~/lib/models';
import { proved } from '~/lib/proof';
import { fetchAll, key, queryClient } from '~/lib/query';
import { ACTIONS, type Permissions, RESOURCES } from '~/lib/rights';
import { toast } from '~/ui/toast';
import { changeList, without } from './held';

export function tokensQuery() {
  return queryOptions({
    queryKey: key('tokens'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/auth/tokens', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** The token itself is in the answer, and nowhere afterwards; null when the person did not want to prove that it is them. */
export async function createToken(body: { name: string; permissions: Permissions; expiresAt: string }): Promise<string | null> {
  const made = await proved(() => ok(api.POST('/api/auth/tokens', { body })));
  if (!made) return null;
  await queryClient.invalidateQueries({ queryKey: key('tokens') });
  return made.token;
}

export async function revokeToken(token: ApiToken): Promise<void> {
  const { id, name } = token;
  const done = await changeList<ApiToken>('tokens', without(token), t`The token is still good.`, () => ok(api.DELETE('/api/auth/tokens/{id}', { params: { path: { id } } })));
  if (done) toast(t`Token “${name}” revoked`);
}

/** What one may do oneself, in the order of the table: a token gets no more. */
export function ownRights(permissions: Record<string, unknown>): [string, string[]][] {
  return RESOURCES.flatMap((resource): [string, string[]][] => {
    const mine = permissions[resource];
    const actions = Array.isArray(mine) ? ACTIONS.filter((action) => mine.includes(action)) : [];
    return actions.length > 0 ? [[resource, actions]] : [];
  });
}
