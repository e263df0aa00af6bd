import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useForm } from '~/lib/form';
import { isStatus } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { Form, PasswordField, TextField } from '~/ui/Field';
import { signIn } from './api';
import { AuthFrame } from './AuthFrame';

/** `next` is where the person was when the session ended; only a path of this app is followed. */
export function SignInPage({ next }: { next: string | undefined }) {
  const navigate = useNavigate();
  const router = useRouter();
  const form = useForm({
    initial: { email: '', password: '' },
    check: (values) => ({
      ...(values.email.trim() ? {} : { email: t`Enter your e-mail address.` }),
      ...(values.password ? {} : { password: t`Enter your password.` }),
    }),
    onSubmit: async (values) => {
      const { slug } = await signIn({ email: values.email.trim(), password: values.password }).catch((error: unknown) => {
        throw isStatus(error, 401) ? new Error(t`E-mail address or password is wrong.`) : error;
      });
      if (next?.startsWith('/o/')) router.history.push(next);
      else await navigate({ to: '/o/$org/projects', params: { org: slug } });
    },
  });
  return (
    <AuthFrame
      title={t`Sign in`}
      sub={next ? <Trans>Your session has ended. Sign in to go on where you were.</Trans> : <Trans>Projects, people and clients in one place.</Trans>}
      more={
        <Trans>
          New here? <Link to="/register">Create an organization</Link>
        </Trans>
      }
    >
      <Form
        form={form}
        label={t`Sign in`}
        foot={
          <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
            <Trans>Sign in</Trans>
          </Button>
        }
      >
        <TextField field={form.bind('email')} label={<Trans>E-mail</Trans>} type="email" autoComplete="username" autoFocus inputMode="email" spellCheck={false} />
        <PasswordField
          field={form.bind('password')}
          label={<Trans>Password</Trans>}
          help={<Link to="/forgot">{t`Forgot your password?`}</Link>}
          autoComplete="current-password"
        />
      </Form>
    </AuthFrame>
  );
}
