import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconMail, IconMailForward } from '@tabler/icons-react';
import { useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { useForm } from '~/lib/form';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import { proved } from '~/lib/proof';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Dialog, DialogFoot } from '~/ui/Dialog';
import { TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { Pill } from '~/ui/Pill';
import { Card, Setting, SettingsSection } from '~/ui/Settings';
import { toast, toastProblem } from '~/ui/toast';
import css from './account.module.css';
import { changeAddress, sendVerification } from './api';

/** The address one signs in with: whether it is proven to be one's own, and another one instead. */
export function AddressSection() {
  const { user, bound } = useMe();
  const [asking, setAsking] = useState(false);
  const [sending, setSending] = useState(false);
  const email = user.email;
  const proven = user.emailVerifiedAt !== null;
  useLive(`user:${user.id}`, () => void queryClient.invalidateQueries({ queryKey: key('me') }));
  const send = async () => {
    setSending(true);
    try {
      await sendVerification();
      toast(t`A link is on its way to ${email}`);
    } catch (error) {
      toastProblem(t`No link was sent.`, error);
    } finally {
      setSending(false);
    }
  };
  const group = t`Your account`;
  const again: Action = { id: 'account.verify', label: t`Send the link again`, group, icon: IconMailForward, enabled: !proven, run: () => void send() };
  const change: Action = { id: 'account.address', label: t`Change the e-mail address`, group, icon: IconMail, enabled: !bound, run: () => setAsking(true) };
  useActions([again, change]);
  return (
    <SettingsSection title={<Trans>E-mail address</Trans>} text={<Trans>You sign in with it, and mails of Vistone go there.</Trans>}>
      <Card>
        <Setting
          title={
            <>
              <bdi className={css.address}>{email}</bdi>
              {proven ? (
                <Pill tone="green">
                  <Trans>Confirmed</Trans>
                </Pill>
              ) : (
                <Pill tone="amber">
                  <Trans>Not confirmed</Trans>
                </Pill>
              )}
            </>
          }
          text={
            bound ? (
              <Trans>You came in by your organization’s sign-in. To change the address, sign in with your own password or passkey.</Trans>
            ) : proven ? null : (
              <Trans>Follow the link in the mail that we sent there.</Trans>
            )
          }
        >
          <div className={css.buttons}>
            {again.enabled ? (
              <Button busy={sending} onClick={again.run}>
                <Trans>Send again</Trans>
              </Button>
            ) : null}
            {change.enabled ? (
              <Button onClick={change.run}>
                <Trans>Change…</Trans>
              </Button>
            ) : null}
          </div>
        </Setting>
      </Card>
      {asking ? <ChangeAddress onClose={() => setAsking(false)} /> : null}
    </SettingsSection>
  );
}

/** Nothing is changed by it yet, so what is to be done next stays to be read. */
function ChangeAddress({ onClose }: { onClose: () => void }) {
  const [sent, setSent] = useState<string | null>(null);
  const form = useForm({
    initial: { email: '' },
    check: (values) => (values.email.trim() ? {} : { email: t`Enter the new address.` }),
    onSubmit: async ({ email }) => {
      const wanted = email.trim();
      if (await proved(() => changeAddress(wanted))) setSent(wanted);
    },
  });
  if (sent !== null) {
    return (
      <Dialog open onClose={onClose} title={t`Look into your mail`} small>
        <div className={css.stack}>
          <p className={css.text} role="status">
            <Trans>
              We sent a link to <bdi>{sent}</bdi>, good for a day. When you have followed it, you sign in with that address and are signed out everywhere else. Until then nothing changes.
            </Trans>
          </p>
          <DialogFoot>
            <Button look="primary" onClick={onClose} data-autofocus>
              <Trans>Understood</Trans>
            </Button>
          </DialogFoot>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog form={form} title={t`Change the e-mail address`} save={<Trans>Send the link</Trans>} onClose={onClose} small>
      <TextField
        field={form.bind('email')}
        label={<Trans>New address</Trans>}
        help={<Trans>We send a link there, and tell the present address.</Trans>}
        type="email"
        autoComplete="email"
        inputMode="email"
        spellCheck={false}
        data-autofocus
      />
    </FormDialog>
  );
}
