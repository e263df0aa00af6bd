import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import { Button } from '~/ui/Button';
import { AnyCodeField } from '~/ui/CodeField';
import { Form, FormFoot, PasswordField } from '~/ui/Field';
import { Card, Setting, SettingsSection } from '~/ui/Settings';
import { toast, toastProblem } from '~/ui/toast';
import css from './account.module.css';
import { askForPassword, changePassword } from './api';

const SHORTEST = 8;
const EMPTY = { currentPassword: '', newPassword: '', code: '' };

export function PasswordSection() {
  return useMe().hasPassword ? <OtherPassword /> : <FirstPassword />;
}

/** Whoever signs in by a passkey or their organization alone gets a first password as one who forgot theirs. */
function FirstPassword() {
  const { user } = useMe();
  const [busy, setBusy] = useState(false);
  const email = user.email;
  const send = async () => {
    setBusy(true);
    try {
      await askForPassword(email);
      toast(t`A link is on its way to ${email}`);
    } catch (error) {
      toastProblem(t`No link was sent.`, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <SettingsSection title={<Trans>Password</Trans>}>
      <Card>
        <Setting title={<Trans>You have none</Trans>} text={<Trans>You choose one by a link that goes to your address.</Trans>}>
          <Button busy={busy} onClick={() => void send()}>
            <Trans>Send the link</Trans>
          </Button>
        </Setting>
      </Card>
    </SettingsSection>
  );
}

function OtherPassword() {
  const { user, mfa } = useMe();
  const form = useForm({
    initial: EMPTY,
    check: (values) => ({
      ...(values.currentPassword ? {} : { currentPassword: t`Enter your present password.` }),
      ...(values.newPassword.length >= SHORTEST ? {} : { newPassword: t`Use at least 8 characters.` }),
      ...(mfa.totp && !values.code.trim() ? { code: t`Enter a code.` } : {}),
    }),
    onSubmit: async ({ code, ...values }) => {
      await changePassword({ ...values, ...(mfa.totp ? { code: code.trim() } : {}) });
      toast(t`Your password is changed. You are signed out everywhere else.`);
      // After the form has taken what was sent for its base.
      window.setTimeout(() => form.reset(EMPTY), 0);
    },
  });
  return (
    <SettingsSection title={<Trans>Password</Trans>} text={<Trans>Changing it signs you out everywhere else.</Trans>}>
      <Card>
        <Form
          form={form}
          label={t`Password`}
          foot={
            <FormFoot>
              <Button look="primary" type="submit" busy={form.busy} disabled={!form.dirty}>
                <Trans>Change the password</Trans>
              </Button>
            </FormFoot>
          }
        >
          {/* Password managers keep a new password under the name that stands beside it. */}
          <input className="sr" type="text" autoComplete="username" value={user.email} readOnly tabIndex={-1} aria-hidden />
          <PasswordField field={form.bind('currentPassword')} label={<Trans>Present password</Trans>} autoComplete="current-password" />
          <div>
            <PasswordField
              field={form.bind('newPassword')}
              label={<Trans>New password</Trans>}
              help={<Trans>At least 8 characters. Length beats tricks.</Trans>}
              autoComplete="new-password"
            />
            <Length count={form.values.newPassword.length} />
          </div>
          {mfa.totp && form.dirty ? <AnyCodeField field={form.bind('code')} /> : null}
        </Form>
      </Card>
    </SettingsSection>
  );
}

function levelOf(count: number): 0 | 1 | 2 | 3 | 4 {
  if (count === 0) return 0;
  if (count < SHORTEST) return 1;
  if (count < 12) return 2;
  return count < 16 ? 3 : 4;
}

/** How long the password is, in colour and words: length is what makes guessing expensive. */
function Length({ count }: { count: number }) {
  const level = levelOf(count);
  const words = { 0: '', 1: t`Too short`, 2: t`Short: a few words are better`, 3: t`Good length`, 4: t`Very good length` }[level];
  return (
    <div role="status" className={css.length}>
      {level === 0 ? null : (
        <>
          <div className={css.strength} data-level={level} aria-hidden>
            <span />
            <span />
            <span />
            <span />
          </div>
          <p className={css.quiet}>{words}</p>
        </>
      )}
    </div>
  );
}
