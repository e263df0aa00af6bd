import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from '~/lib/form';
import { isStatus } from '~/lib/problem';
import { ApiError } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { Form, FormRow, PasswordField, TextField } from '~/ui/Field';
import { register } from './api';
import { AuthFrame } from './AuthFrame';

export function RegisterPage() {
  const navigate = useNavigate();
  const form = useForm({
    initial: { firstName: '', lastName: '', organizationName: '', email: '', password: '' },
    check: (values) => ({
      ...(values.firstName.trim() ? {} : { firstName: t`Enter your first name.` }),
      ...(values.lastName.trim() ? {} : { lastName: t`Enter your last name.` }),
      ...(values.organizationName.trim() ? {} : { organizationName: t`Name your organization.` }),
      ...(values.email.includes('@') ? {} : { email: t`Enter an e-mail address.` }),
      ...(values.password.length >= 8 ? {} : { password: t`Use at least 8 characters.` }),
    }),
    onSubmit: async (values) => {
      const { slug } = await register({ ...values, email: values.email.trim() }).catch((error: unknown) => {
        if (!isStatus(error, 409)) throw error;
        throw new ApiError(409, '', '', [{ field: 'email', message: t`This address already has an account. Sign in instead.` }]);
      });
      await navigate({ to: '/o/$org/projects', params: { org: slug } });
    },
  });
  return (
    <AuthFrame
      title={t`Create your organization`}
      sub={<Trans>You will be its first Organizer. Invite the others once you are in.</Trans>}
      more={
        <Trans>
          Already have an account? <Link to="/sign-in">Sign in</Link>
        </Trans>
      }
    >
      <Form
        form={form}
        label={t`Create your organization`}
        foot={
          <Button look="primary" size="lg" type="submit" wide busy={form.busy}>
            <Trans>Create organization</Trans>
          </Button>
        }
      >
        <FormRow>
          <TextField field={form.bind('firstName')} label={<Trans>First name</Trans>} autoComplete="given-name" autoFocus />
          <TextField field={form.bind('lastName')} label={<Trans>Last name</Trans>} autoComplete="family-name" />
        </FormRow>
        <TextField field={form.bind('organizationName')} label={<Trans>Organization</Trans>} autoComplete="organization" />
        <TextField field={form.bind('email')} label={<Trans>E-mail</Trans>} type="email" autoComplete="username" inputMode="email" spellCheck={false} />
        <PasswordField field={form.bind('password')} label={<Trans>Password</Trans>} help={<Trans>At least 8 characters. Length beats tricks.</Trans>} autoComplete="new-password" />
      </Form>
    </AuthFrame>
  );
}
