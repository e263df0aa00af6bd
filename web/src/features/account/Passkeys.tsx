import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconFingerprint, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { useForm } from '~/lib/form';
import type { Passkey } from '~/lib/models';
import { passkeysWork } from '~/lib/passkeys';
import { Button, IconButton } from '~/ui/Button';
import { ConfirmByName } from '~/ui/Dialog';
import { TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { Menu } from '~/ui/Menu';
import { FetchedRows, Row, Rows, SettingsSection, Who } from '~/ui/Settings';
import { EmptyState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { toast } from '~/ui/toast';
import css from './account.module.css';
import { addPasskey, passkeysQuery } from './api';
import { deviceName } from '~/lib/devices';
import { proved } from '~/lib/proof';
import { removePasskey, renamePasskey } from './passkeyWrites';

type Asking = { what: 'rename' | 'remove'; passkey: Passkey };

export function Passkeys() {
  const query = useQuery(passkeysQuery());
  const passkeys = query.data ?? [];
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const add: Action = { id: 'account.addPasskey', label: t`Add a passkey`, group: t`Your account`, icon: IconFingerprint, enabled: passkeysWork(), run: () => setAdding(true) };
  useActions([add]);
  const close = () => setAsking(null);
  const button = add.enabled ? (
    <Button size="sm" icon={IconPlus} onClick={add.run}>
      <Trans>Add</Trans>
    </Button>
  ) : null;
  return (
    <SettingsSection
      title={<Trans>Passkeys</Trans>}
      text={<Trans>Sign in with your fingerprint, your face or a security key: no password, no code, nothing to be tricked out of.</Trans>}
      end={passkeys.length > 0 ? button : null}
    >
      <FetchedRows
        query={query}
        none={
          passkeys.length === 0 ? (
            <EmptyState icon={IconFingerprint} title={<Trans>No passkeys yet</Trans>} actions={button}>
              {add.enabled ? <Trans>Add one for this device, or for a security key that you carry.</Trans> : <Trans>This browser cannot use passkeys here.</Trans>}
            </EmptyState>
          ) : null
        }
      >
        <Rows label={t`Passkeys`}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onAsk={(what) => setAsking({ what, passkey })} />
          ))}
        </Rows>
      </FetchedRows>
      {adding ? <AddPasskey onClose={() => setAdding(false)} /> : null}
      {asking?.what === 'rename' ? <RenamePasskey passkey={asking.passkey} onClose={close} /> : null}
      {asking?.what === 'remove' ? <RemovePasskey passkey={asking.passkey} onClose={close} /> : null}
    </SettingsSection>
  );
}

function PasskeyRow({ passkey, onAsk }: { passkey: Passkey; onAsk: (what: Asking['what']) => void }) {
  const { name, createdAt, lastUsedAt, backedUp } = passkey;
  return (
    <Row>
      <span className={css.glyph}>
        <IconFingerprint size={18} stroke={1.5} />
      </span>
      <Who
        title={name}
        text={
          <>
            {lastUsedAt ? (
              <Trans>
                used <Time at={lastUsedAt} relative />
              </Trans>
            ) : (
              <Trans>
                added <Time at={createdAt} relative />, not used yet
              </Trans>
            )}
            {' · '}
            {backedUp ? <Trans>on all your devices</Trans> : <Trans>on one device alone</Trans>}
          </>
        }
      />
      <Menu
        trigger={<IconButton size="sm" icon={IconDots} label={t`Actions for ${name}`} />}
        groups={[
          { items: [{ id: 'passkey.rename', label: t`Rename…`, icon: IconPencil, run: () => onAsk('rename') }] },
          { items: [{ id: 'passkey.remove', label: t`Remove…`, icon: IconTrash, danger: true, run: () => onAsk('remove') }] },
        ]}
      />
    </Row>
  );
}

const named = (values: { name: string }) => (values.name.trim() ? {} : { name: t`Name it, so that you know it again.` });

function AddPasskey({ onClose }: { onClose: () => void }) {
  const form = useForm({
    initial: { name: deviceName(navigator.userAgent) },
    check: named,
    onSubmit: async ({ name }) => {
      const called = name.trim();
      if (!(await proved(() => addPasskey(called)))) return;
      onClose();
      toast(t`Passkey “${called}” added`);
    },
  });
  return (
    <FormDialog form={form} title={t`Add a passkey`} save={<Trans>Go on</Trans>} onClose={onClose} small>
      <TextField
        field={form.bind('name')}
        label={<Trans>Name</Trans>}
        help={<Trans>Your browser asks next where to keep it: on this device, your phone or a security key.</Trans>}
        autoComplete="off"
        maxLength={100}
        data-autofocus
      />
    </FormDialog>
  );
}

function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const form = useForm({
    initial: { name: passkey.name },
    check: named,
    onSubmit: async ({ name }) => {
      onClose();
      await renamePasskey(passkey, name.trim());
    },
  });
  return (
    <FormDialog form={form} title={t`Rename the passkey`} save={<Trans>Save</Trans>} onClose={onClose} small>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} autoComplete="off" maxLength={100} data-autofocus />
    </FormDialog>
  );
}

function RemovePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={t`Remove the passkey`}
      text={<Trans>It opens your account no more. Your device may still offer it; delete it there as well.</Trans>}
      name={passkey.name}
      action={t`Remove`}
      onConfirm={() => void removePasskey(passkey)}
    />
  );
}
