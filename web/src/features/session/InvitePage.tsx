import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useForm } from '~/lib/form';
import { isStatus } from '~/lib/problem';
import { Button, buttonClass } from '~/ui/Button';
import { Form, FormRow, PasswordField, TextField } from '~/ui/Field';
import { Bone } from '~/ui/States';
import { acceptInvitation, type Challenge, invitationQuery } from './api';
import { AuthFrame } from './AuthFrame';

const SecondStep = lazy(() => import('./SecondStep').then((module) => ({ default: module.SecondStep })));

interface Invitation {
  organizationName: string;
  email: string;
  roleName: string;
  accountExists: boolean;
}

/** Where the link in an invitation's mail leads: with an account its password is enough, without one a name is asked too. */
export function InvitePage({ token }: { token: string }) {
  const { data, error, isPending } = useQuery(invitationQuery(token));
  if (isPending) {
    return (
      <AuthFrame title={t`Invitation`} sub={<Bone w="70%" />}>
        <Bone h="var(--control-lg)" />
      </AuthFrame>
    );
  }
  if (!data) {
    return (
      <AuthFrame
        title={t`This invitation cannot be used`}
        sub={
          isStatus(error, 0) ? (
            <Trans>The server could not be reached. Try the link again in a moment.</Trans>
          ) : (
            <Trans>It has expired, was revoked or was used before. Ask the person who invited you for a new one.</Trans>
          )
        }
      >
        <Link to="/sign-in" className={buttonClass('plain', 'lg', true)}>
          <Trans>Go to sign in</Trans>
        </Link>
      </AuthFrame>
    );
  }
  return <Accept token={token} invitation={data} />;
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const navigate = useNavigate();
  const { organizationName, email, roleName, accountExists } = invitation;
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const goOn = (slug: string) => navigate({ to: '/o/$org/projects', params: { org: slug } });
  const form = useForm({
    initial: { firstName: '', lastName: '', password: '' },
    check: (values) => ({
      ...(accountExists || values.firstName.trim() ? {} : { firstName: t`Enter your first name.` }),
      ...(accountExists || values.lastName.trim() ? {} : { lastName: t`Enter your last name.` }),
      ...(values.password.length >= (accountExists ? 1 : 8) ? {} : { password: accountExists ? t`Enter your password.` : t`Use at least 8 characters.` }),
    }),
    onSubmit: async (values) => {
      const answer = await acceptInvitation({ token, ...values });
      if ('mfaToken' in answer) setChallenge(answer);
      else await goOn(answer.slug);
    },
  });
  if (challenge) {
    return (
      <Suspense fallback={null}>
        <SecondStep challenge={challenge} email={email} onDone={goOn} onBack={() => setChallenge(null)} />
      </Suspense>
    );
  }
  return (
    <AuthFrame
      title={t`Join ${organizationName}`}
      sub={
        <Trans>
          You are invited as {roleName}, with the address {email}.
        </Trans>
      }
    >
      <Form
        form={form}
        label={t`Join ${organizationName}`}
        foot={
          <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
            <Trans>Join {organizationName}</Trans>
          </Button>
        }
      >
        {accountExists ? null : (
          <FormRow>
            <TextField field={form.bind('firstName')} label={<Trans>First name</Trans>} autoComplete="given-name" autoFocus />
            <TextField field={form.bind('lastName')} label={<Trans>Last name</Trans>} autoComplete="family-name" />
          </FormRow>
        )}
        <PasswordField
          field={form.bind('password')}
          label={accountExists ? <Trans>Your password</Trans> : <Trans>Choose a password</Trans>}
          help={accountExists ? <Trans>You already have an account with this address.</Trans> : <Trans>At least 8 characters. Length beats tricks.</Trans>}
          autoComplete={accountExists ? 'current-password' : 'new-password'}
        />
      </Form>
    </AuthFrame>
  );
}
