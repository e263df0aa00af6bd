import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconFingerprint } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import { passkeysWork } from '~/lib/passkeys';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { AnyCodeField } from '~/ui/CodeField';
import { FormProblem, PasswordField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import css from './account.module.css';
import { prove, proveByPasskey } from './api';
import { offerProof } from '~/lib/proof';

/** Mounted where doors are opened or closed: asks for the password again when the server wants it. */
export function ProofDialog() {
  const [answer, setAnswer] = useState<((proved: boolean) => void) | null>(null);
  useEffect(() => offerProof(() => new Promise((resolve) => setAnswer(() => resolve))), []);
  if (!answer) return null;
  const end = (proved: boolean) => {
    setAnswer(null);
    answer(proved);
  };
  return <Proof onEnd={end} />;
}

function Proof({ onEnd }: { onEnd: (proved: boolean) => void }) {
  const { user, mfa, hasPassword } = useMe();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const form = useForm({
    initial: { currentPassword: '', code: '' },
    check: (values) => ({
      ...(values.currentPassword || !hasPassword ? {} : { currentPassword: t`Enter your password.` }),
      ...(mfa.totp && !values.code.trim() ? { code: t`Enter a code.` } : {}),
    }),
    onSubmit: async ({ currentPassword, code }) => {
      await prove({ ...(hasPassword ? { currentPassword } : {}), ...(mfa.totp ? { code: code.trim() } : {}) });
      onEnd(true);
    },
  });
  const byPasskey = async () => {
    setAsking(true);
    setRefused(null);
    try {
      if (await proveByPasskey(user.email)) onEnd(true);
    } catch (error) {
      setRefused(problemText(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <FormDialog
      form={form}
      title={t`Is it still you?`}
      save={<Trans>Go on</Trans>}
      onClose={() => onEnd(false)}
      small
      more={
        mfa.passkeys > 0 && passkeysWork() ? (
          <Button icon={IconFingerprint} busy={asking} onClick={() => void byPasskey()}>
            <Trans>Use a passkey</Trans>
          </Button>
        ) : null
      }
    >
      <p className={css.text}>
        <Trans>So that nobody at an open screen does in your place what comes next, you are asked once more.</Trans>
      </p>
      {hasPassword ? <PasswordField field={form.bind('currentPassword')} label={<Trans>Your password</Trans>} autoComplete="current-password" data-autofocus /> : null}
      {mfa.totp ? <AnyCodeField field={form.bind('code')} /> : null}
      <FormProblem text={refused} />
    </FormDialog>
  );
}
