import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { Passkey } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { toast } from '~/ui/toast';
import { changeList, without } from './held';
import { proved } from '~/lib/proof';

export async function renamePasskey(passkey: Passkey, name: string): Promise<void> {
  if (name === passkey.name) return;
  const { id } = passkey;
  await changeList<Passkey>(
    'passkeys',
    (all) => all.map((other) => (other.id === id ? { ...other, name } : other)),
    t`The passkey keeps its name.`,
    () => ok(api.PATCH('/api/auth/passkeys/{id}', { params: { path: { id }, header: ifMatch(passkey) }, body: { name } })),
  );
}

export async function removePasskey(passkey: Passkey): Promise<void> {
  const { id, name } = passkey;
  const done = await changeList<Passkey>('passkeys', without(passkey), t`The passkey was not removed.`, () =>
    proved(() => ok(api.DELETE('/api/auth/passkeys/{id}', { params: { path: { id }, header: ifMatch(passkey) } }))),
  );
  if (!done) return;
  toast(t`Passkey “${name}” removed`);
  void queryClient.invalidateQueries({ queryKey: key('me') });
}
