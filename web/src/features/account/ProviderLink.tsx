import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import { api, ok } from '~/lib/client';
import { useMe } from '~/lib/me';
import { proved } from '~/lib/proof';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { PasswordField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { Pill } from '~/ui/Pill';
import { Card, Setting, SettingsSection } from '~/ui/Settings';
import { toast, toastProblem } from '~/ui/toast';
import css from './account.module.css';
import { linkQuery } from './api';

/** The organization's own sign-in, and whether this account is tied to one there. Nothing where the organization has none. */
export function ProviderLink() {
  const { bound, hasPassword } = useMe();
  const { data } = useQuery(linkQuery());
  const [asking, setAsking] = useState(false);
  if (!data?.provider) return null;
  const { provider, linkId } = data;
  const name = provider.name;
  const cut = async (id: string) => {
    queryClient.setQueryData(linkQuery().queryKey, { ...data, linkId: null });
    try {
      await ok(api.DELETE('/api/auth/identity-links/{id}', { params: { path: { id } } }));
      toast(t`${name} does not open your account any more`);
    } catch (error) {
      toastProblem(t`The connection stays.`, error);
    }
    void queryClient.invalidateQueries({ queryKey: key('provider link') });
  };
  return (
    <SettingsSection title={<Trans>Your organization’s sign-in</Trans>} text={<Trans>One sign-in for everything at work, run by your organization.</Trans>}>
      <Card>
        <Setting
          title={
            <>
              {name}
              <Pill tone={linkId ? 'green' : 'grey'}>{linkId ? <Trans>Connected</Trans> : <Trans>Not connected</Trans>}</Pill>
            </>
          }
          text={bound ? <Trans>You came in with it.</Trans> : linkId ? <Trans>You can come in with it instead of your password.</Trans> : <Trans>Connect it to come in without your password.</Trans>}
        >
          {/* Who came in by it has to come in otherwise before they give it up; connecting takes the password. */}
          {bound || !(linkId || hasPassword) ? null : linkId ? (
            <Button onClick={() => void cut(linkId)}>
              <Trans>Disconnect</Trans>
            </Button>
          ) : (
            <Button icon={IconPlugConnected} onClick={() => setAsking(true)}>
              <Trans>Connect</Trans>
            </Button>
          )}
        </Setting>
      </Card>
      {asking ? <Connect providerId={provider.id} name={name} onClose={() => setAsking(false)} /> : null}
    </SettingsSection>
  );
}

function Connect({ providerId, name, onClose }: { providerId: string; name: string; onClose: () => void }) {
  const form = useForm({
    initial: { currentPassword: '' },
    check: (values) => (values.currentPassword ? {} : { currentPassword: t`Enter your password.` }),
    onSubmit: async ({ currentPassword }) => {
      const begun = await proved(() => ok(api.POST('/api/auth/oidc/link', { body: { providerId, currentPassword, returnTo: window.location.pathname } })));
      if (begun) window.location.assign(begun.url);
    },
  });
  return (
    <FormDialog form={form} title={t`Connect ${name}`} save={<Trans>Go on</Trans>} onClose={onClose} small>
      <p className={css.text}>
        <Trans>You sign in there next, and come back here.</Trans>
      </p>
      <PasswordField field={form.bind('currentPassword')} label={<Trans>Your password</Trans>} autoComplete="current-password" data-autofocus />
    </FormDialog>
  );
}
