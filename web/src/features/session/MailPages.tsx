import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useForm } from '~/lib/form';
import { isStatus, problemText } from '~/lib/problem';
import { Button, buttonClass } from '~/ui/Button';
import { Form, PasswordField, TextField } from '~/ui/Field';
import { Bone } from '~/ui/States';
import { askForReset, newAddressQuery, resetPassword, verificationQuery } from './api';
import { AuthFrame } from './AuthFrame';

/** What came of it, and the way on. */
function Outcome({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AuthFrame title={title} sub={children}>
      <Link to="/sign-in" className={buttonClass('plain', 'lg', true)}>
        <Trans>Go to sign in</Trans>
      </Link>
    </AuthFrame>
  );
}

/** Asks for the link that lets one choose a new password. The answer never tells whether there is such an account. */
export function ForgotPage() {
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: { email: '' },
    check: (values) => (values.email.trim() ? {} : { email: t`Enter your e-mail address.` }),
    onSubmit: async ({ email }) => {
      await askForReset(email.trim());
      setSent(true);
    },
  });
  if (sent) {
    return (
      <Outcome title={t`Look into your mail`}>
        <Trans>If there is an account with this address, a link to choose a new password is on its way. It is good for an hour.</Trans>
      </Outcome>
    );
  }
  return (
    <AuthFrame title={t`Forgot your password?`} sub={<Trans>We send you a link to choose a new one.</Trans>} more={<Link to="/sign-in">{t`Go to sign in`}</Link>}>
      <Form
        form={form}
        label={t`Forgot your password?`}
        foot={
          <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
            <Trans>Send the link</Trans>
          </Button>
        }
      >
        <TextField field={form.bind('email')} label={<Trans>E-mail</Trans>} type="email" autoComplete="username" autoFocus inputMode="email" spellCheck={false} />
      </Form>
    </AuthFrame>
  );
}

/** Where that link leads. */
export function ResetPage({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  const form = useForm({
    initial: { password: '' },
    check: (values) => (values.password.length >= 8 ? {} : { password: t`Use at least 8 characters.` }),
    onSubmit: async ({ password }) => {
      await resetPassword({ token, password });
      setDone(true);
    },
  });
  if (done) {
    return (
      <Outcome title={t`Your password is changed`}>
        <Trans>You are signed out everywhere. Sign in with the new password.</Trans>
      </Outcome>
    );
  }
  return (
    <AuthFrame title={t`Choose a new password`} sub={<Trans>It ends every sign-in of yours, on all devices.</Trans>} more={<Link to="/forgot">{t`Ask for a new link`}</Link>}>
      <Form
        form={form}
        label={t`Choose a new password`}
        foot={
          <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
            <Trans>Change the password</Trans>
          </Button>
        }
      >
        <PasswordField field={form.bind('password')} label={<Trans>New password</Trans>} help={<Trans>At least 8 characters. Length beats tricks.</Trans>} autoComplete="new-password" autoFocus />
      </Form>
    </AuthFrame>
  );
}

/** A link is followed by opening the page: what comes of it. */
function Followed({ query: { error, isPending }, done, children }: { query: { error: unknown; isPending: boolean }; done: string; children: ReactNode }) {
  if (isPending) {
    return (
      <AuthFrame title={t`Your address`} sub={<Bone w="70%" />}>
        <Bone h="var(--control-lg)" />
      </AuthFrame>
    );
  }
  if (!error) return <Outcome title={done}>{children}</Outcome>;
  return (
    <Outcome title={t`This link cannot be used`}>
      {isStatus(error, 0) ? (
        <Trans>The server could not be reached. Try the link again in a moment.</Trans>
      ) : isStatus(error, 409) ? (
        problemText(error)
      ) : (
        <Trans>It has expired, or was used before.</Trans>
      )}
    </Outcome>
  );
}

/** Where the link in the mail to a new account leads. */
export function VerifyPage({ token }: { token: string }) {
  return (
    <Followed query={useQuery(verificationQuery(token))} done={t`Your address is confirmed`}>
      <Trans>Thank you. You can close this page.</Trans>
    </Followed>
  );
}

/** Where the link in the mail to another address leads. */
export function NewAddressPage({ token }: { token: string }) {
  return (
    <Followed query={useQuery(newAddressQuery(token))} done={t`Your address is changed`}>
      <Trans>You sign in with it from now on. Where you asked for it you are still signed in, everywhere else you are signed out.</Trans>
    </Followed>
  );
}
