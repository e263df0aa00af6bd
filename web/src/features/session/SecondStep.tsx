import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconFingerprint } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useForm } from '~/lib/form';
import { passkeysWork } from '~/lib/passkeys';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { BackupCodeField, CodeField } from '~/ui/CodeField';
import { Form, FormProblem } from '~/ui/Field';
import { type Challenge, signInWithCode, signInWithPasskey } from './api';
import css from './AuthFrame.module.css';
import { AuthFrame } from './AuthFrame';

interface Props {
  challenge: Challenge;
  /** Whose passkeys may be used instead. */
  email: string;
  onDone: (slug: string) => Promise<void>;
  onBack: () => void;
}

/** After the password: the digits of the app, a backup code, or a passkey. */
export function SecondStep({ challenge, email, onDone, onBack }: Props) {
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const coded = challenge.methods.some((method) => method !== 'passkey');
  const withPasskey = async () => {
    setAsking(true);
    setRefused(null);
    try {
      const done = await signInWithPasskey(email);
      if (done) await onDone(done.slug);
    } catch (error) {
      setRefused(problemText(error));
    } finally {
      setAsking(false);
    }
  };
  const passkey =
    challenge.methods.includes('passkey') && passkeysWork() ? (
      <Button look={coded ? 'plain' : 'primary'} size="lg" wide icon={IconFingerprint} busy={asking} onClick={() => void withPasskey()}>
        <Trans>Use a passkey</Trans>
      </Button>
    ) : null;
  const back = (
    <Button look="quiet" wide onClick={onBack}>
      <Trans>Back</Trans>
    </Button>
  );
  if (coded) return <Coded challenge={challenge} onDone={onDone} refused={refused} passkey={passkey} back={back} />;
  return (
    <AuthFrame
      title={t`One more step`}
      sub={passkey ? <Trans>Your account asks for your passkey.</Trans> : <Trans>Your account asks for your passkey, and this browser cannot use one here. Sign in on the device that has it.</Trans>}
    >
      <div className={css.ways}>
        <FormProblem text={refused} />
        {passkey}
        {back}
      </div>
    </AuthFrame>
  );
}

interface CodedProps extends Pick<Props, 'challenge' | 'onDone'> {
  refused: string | null;
  passkey: ReactNode;
  back: ReactNode;
}

function Coded({ challenge, onDone, refused, passkey, back }: CodedProps) {
  const totp = challenge.methods.includes('totp');
  const [backup, setBackup] = useState(!totp);
  const form = useForm({
    initial: { code: '' },
    check: (values) => (values.code.trim() ? {} : { code: backup ? t`Enter a backup code.` : t`Enter the 6 digits.` }),
    onSubmit: async ({ code }) => {
      const { slug } = await signInWithCode({ mfaToken: challenge.mfaToken, code: code.trim() });
      await onDone(slug);
    },
  });
  return (
    <AuthFrame
      title={t`One more step`}
      sub={backup ? <Trans>Enter one of the backup codes that you kept. Each works once.</Trans> : <Trans>Enter the 6 digits that your authenticator app shows for Vistone.</Trans>}
    >
      <Form
        form={form}
        label={t`One more step`}
        foot={
          <div className={css.ways}>
            <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
              <Trans>Sign in</Trans>
            </Button>
            {passkey}
            {totp && challenge.methods.includes('backup_code') ? (
              <Button
                look="quiet"
                wide
                onClick={() => {
                  form.reset({ code: '' });
                  setBackup(!backup);
                }}
              >
                {backup ? <Trans>Use the authenticator app</Trans> : <Trans>Use a backup code</Trans>}
              </Button>
            ) : null}
            {back}
          </div>
        }
      >
        {refused ? <FormProblem text={refused} /> : null}
        {backup ? (
          <BackupCodeField key="backup" field={form.bind('code')} autoFocus />
        ) : (
          <CodeField key="digits" field={form.bind('code')} label={<Trans>Code</Trans>} autoFocus onFull={() => void form.submit()} />
        )}
      </Form>
    </AuthFrame>
  );
}
