import { useDebouncedValue } from '@mantine/hooks';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { IconFingerprint } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useForm } from '~/lib/form';
import { passkeysWork } from '~/lib/passkeys';
import { isStatus, problemText } from '~/lib/problem';
import { Button, buttonClass } from '~/ui/Button';
import { Form, FormProblem, PasswordField, TextField } from '~/ui/Field';
import { type Challenge, lookupQuery, signIn, signInWithPasskey } from './api';
import css from './AuthFrame.module.css';
import { AuthFrame } from './AuthFrame';
import { signInProblem } from './problems';

const SecondStep = lazy(() => import('./SecondStep').then((module) => ({ default: module.SecondStep })));

/** Asking for the provider waits until typing rests. */
const REST_MS = 350;

interface Props {
  /** Where the person was when the session ended; only a path of this app is followed. */
  next: string | undefined;
  /** Why the way through a provider did not lead in. */
  problem: string | undefined;
}

export function SignInPage({ next, problem }: Props) {
  const navigate = useNavigate();
  const router = useRouter();
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(problem ? signInProblem(problem) : null);
  const goOn = async (slug: string) => {
    if (next?.startsWith('/o/')) router.history.push(next);
    else await navigate({ to: '/o/$org/projects', params: { org: slug } });
  };
  const form = useForm({
    initial: { email: '', password: '' },
    check: (values) => ({
      ...(values.email.trim() ? {} : { email: t`Enter your e-mail address.` }),
      ...(values.password ? {} : { password: t`Enter your password.` }),
    }),
    onSubmit: async (values) => {
      setRefused(null);
      const answer = await signIn({ email: values.email.trim(), password: values.password }).catch((error: unknown) => {
        throw isStatus(error, 401) ? new Error(t`E-mail address or password is wrong.`) : error;
      });
      if ('mfaToken' in answer) setChallenge(answer);
      else await goOn(answer.slug);
    },
  });
  const email = form.values.email.trim();
  const withPasskey = async () => {
    setAsking(true);
    setRefused(null);
    try {
      const done = await signInWithPasskey(email);
      if (done) await goOn(done.slug);
    } catch (error) {
      setRefused(problemText(error));
    } finally {
      setAsking(false);
    }
  };
  if (challenge) {
    return (
      <Suspense fallback={null}>
        <SecondStep
          challenge={challenge}
          email={email}
          onDone={goOn}
          onBack={() => {
            // What was typed wrong may be the password: it is asked for again.
            form.reset({ email: form.values.email, password: '' });
            setChallenge(null);
          }}
        />
      </Suspense>
    );
  }
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
          <div className={css.ways}>
            <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
              <Trans>Sign in</Trans>
            </Button>
            {passkeysWork() ? (
              <Button size="lg" wide icon={IconFingerprint} busy={asking} onClick={() => void withPasskey()}>
                <Trans>Sign in with a passkey</Trans>
              </Button>
            ) : null}
            <Provider email={email} next={next} />
          </div>
        }
      >
        {refused ? <FormProblem text={refused} /> : null}
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

/** The way through the organization's own sign-in, where the address belongs to one. The password way stays open. */
function Provider({ email, next }: { email: string; next: string | undefined }) {
  const [rested] = useDebouncedValue(email, REST_MS);
  const { data } = useQuery(lookupQuery(rested));
  const provider = rested === email ? data?.provider : null;
  if (!provider) return null;
  const name = provider.name;
  const to = new URLSearchParams({ provider: provider.id, ...(next?.startsWith('/o/') ? { returnTo: next } : {}) });
  return (
    <a className={buttonClass('plain', 'lg', true)} href={`/api/auth/oidc/start?${to.toString()}`}>
      <Trans>Continue with {name}</Trans>
    </a>
  );
}
