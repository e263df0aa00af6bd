import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconKey, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { AnyCodeField } from '~/ui/CodeField';
import { Dialog } from '~/ui/Dialog';
import { FormDialog } from '~/ui/FormDialog';
import { Pill } from '~/ui/Pill';
import { Card, Setting, SettingsSection } from '~/ui/Settings';
import { toast } from '~/ui/toast';
import css from './account.module.css';
import { newBackupCodes, turnOffTwoStep } from './api';
import { BackupCodes } from './BackupCodes';
import { Enrol } from './Enrol';
import { proved } from '~/lib/proof';

type Open = 'enrol' | 'codes' | 'off';

/** So few codes are said in amber. */
const FEW = 3;

/** What can be done with the second step, behind buttons and the palette alike. */
function twoStepActions(on: boolean, open: (what: Open) => void): Record<Open, Action> {
  const group = t`Your account`;
  return {
    enrol: { id: 'account.twoStepOn', label: t`Set up two-step sign-in`, group, icon: IconShieldCheck, enabled: !on, run: () => open('enrol') },
    codes: { id: 'account.backupCodes', label: t`New backup codes`, group, icon: IconKey, enabled: on, run: () => open('codes') },
    off: { id: 'account.twoStepOff', label: t`Turn off two-step sign-in`, group, icon: IconShieldOff, enabled: on, danger: true, run: () => open('off') },
  };
}

export function TwoStep() {
  const { mfa } = useMe();
  const [open, setOpen] = useState<Open | null>(null);
  const actions = twoStepActions(mfa.totp, setOpen);
  useActions(Object.values(actions));
  const close = () => setOpen(null);
  const left = mfa.backupCodesLeft;
  return (
    <SettingsSection title={<Trans>Two-step sign-in</Trans>} text={<Trans>After the password, a code from an app on your phone. A stolen password alone opens nothing.</Trans>}>
      <Card>
        <Setting
          title={
            <>
              <Trans>Authenticator app</Trans>
              {mfa.totp ? (
                <Pill tone="green">
                  <Trans>On</Trans>
                </Pill>
              ) : (
                <Pill>
                  <Trans>Off</Trans>
                </Pill>
              )}
            </>
          }
          text={mfa.totp ? <Trans>You are asked for its code when you sign in with your password.</Trans> : <Trans>Any app will do: Google Authenticator, Microsoft Authenticator, 1Password, Aegis.</Trans>}
        >
          {mfa.totp ? (
            <Button onClick={actions.off.run}>
              <Trans>Turn off</Trans>
            </Button>
          ) : (
            <Button look="primary" icon={IconShieldCheck} onClick={actions.enrol.run}>
              <Trans>Set up</Trans>
            </Button>
          )}
        </Setting>
        {mfa.totp ? (
          <Setting
            title={
              <>
                <Trans>Backup codes</Trans>
                <Pill tone={left === 0 ? 'red' : left <= FEW ? 'amber' : 'grey'}>
                  <Plural value={left} one="# left" other="# left" />
                </Pill>
              </>
            }
            text={<Trans>For when your phone is not at hand. Each works once.</Trans>}
          >
            <Button onClick={actions.codes.run}>
              <Trans>New codes</Trans>
            </Button>
          </Setting>
        ) : null}
      </Card>
      {open === 'enrol' ? <EnrolDialog onClose={close} /> : null}
      {open === 'codes' ? <NewCodes onClose={close} /> : null}
      {open === 'off' ? <TurnOff onClose={close} /> : null}
    </SettingsSection>
  );
}

function EnrolDialog({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(false);
  const done = () => {
    onClose();
    void queryClient.invalidateQueries({ queryKey: key('me') });
    if (on) toast(t`Two-step sign-in is on`);
  };
  return (
    <Dialog open onClose={done} title={on ? t`Your backup codes` : t`Set up two-step sign-in`} held={on}>
      <Enrol
        onOn={() => setOn(true)}
        onDone={done}
        onGiveUp={onClose}
        cancel={
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        }
      />
    </Dialog>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const form = useForm({
    initial: { code: '' },
    check: (values) => (values.code.trim() ? {} : { code: t`Enter a code.` }),
    onSubmit: async ({ code }) => setCodes(await newBackupCodes(code.trim())),
  });
  if (codes) {
    return (
      <Dialog open onClose={onClose} title={t`Your backup codes`} held>
        <BackupCodes codes={codes} onKept={onClose} />
      </Dialog>
    );
  }
  return (
    <FormDialog form={form} title={t`New backup codes`} save={<Trans>Make new codes</Trans>} onClose={onClose} small>
      <p className={css.text}>
        <Trans>The ones you have stop working.</Trans>
      </p>
      <AnyCodeField field={form.bind('code')} autoFocus />
    </FormDialog>
  );
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const form = useForm({
    initial: { code: '' },
    check: (values) => (values.code.trim() ? {} : { code: t`Enter a code.` }),
    onSubmit: async ({ code }) => {
      if (!(await proved(async () => (await turnOffTwoStep(code.trim()), true)))) return;
      onClose();
      toast(t`Two-step sign-in is off`);
    },
  });
  return (
    <FormDialog form={form} title={t`Turn off two-step sign-in`} save={<Trans>Turn off</Trans>} onClose={onClose} danger small>
      <p className={css.text}>
        <Trans>Your password alone will be enough to sign in. The backup codes stop working.</Trans>
      </p>
      <AnyCodeField field={form.bind('code')} autoFocus />
    </FormDialog>
  );
}
