import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import type { IdentityProvider } from '~/lib/models';
import { CopyText } from '~/ui/CopyText';
import { Checkbox, PasswordField, TextAreaField, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { SelectField } from '~/ui/Picker';
import { redirectAddress } from './ProviderSection';
import { ROLE_NAMES, roleText } from './roles';
import { type ProviderValues, saveProvider } from './signIn';

/** The provider's settings. The secret is written and never read. */
export function ProviderForm({ provider, onClose }: { provider: IdentityProvider | null; onClose: () => void }) {
  const form = useForm<ProviderValues>({
    initial: {
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
      domains: provider?.domains.join('\n') ?? '',
      defaultRole: provider?.defaultRole ?? 'Contributor',
      enabled: provider?.enabled ?? true,
    },
    check: (values) => ({
      ...(values.name.trim() ? {} : { name: t`Give it a name that people know.` }),
      ...(/^https?:\/\/\S+$/.test(values.issuer.trim()) ? {} : { issuer: t`Enter the issuer’s address; it begins with https.` }),
      ...(values.clientId.trim() ? {} : { clientId: t`Enter the client ID.` }),
      ...(provider || values.clientSecret ? {} : { clientSecret: t`Enter the client secret.` }),
    }),
    onSubmit: async (values) => {
      await saveProvider(provider, values);
      onClose();
    },
  });
  const roles = ROLE_NAMES.filter((role) => role !== 'Organizer');
  return (
    <FormDialog form={form} title={provider ? t`Identity provider` : t`Set up an identity provider`} save={provider ? <Trans>Save</Trans> : <Trans>Set up</Trans>} onClose={onClose}>
      <CopyText text={redirectAddress()} label={<Trans>Redirect address</Trans>} help={<Trans>Make an application for Vistone at the provider and enter this address there, exactly so.</Trans>} done={t`Redirect address copied`} />
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} help={<Trans>Stands on the button to sign in with.</Trans>} placeholder="Northwind SSO" autoComplete="off" data-autofocus />
      <TextField field={form.bind('issuer')} label={<Trans>Issuer</Trans>} help={<Trans>As the provider calls it; its discovery document lies below.</Trans>} placeholder="https://login.example.com" type="url" dir="ltr" autoComplete="off" />
      <TextField field={form.bind('clientId')} label={<Trans>Client ID</Trans>} dir="ltr" autoComplete="off" spellCheck={false} />
      <PasswordField
        field={form.bind('clientSecret')}
        label={<Trans>Client secret</Trans>}
        help={provider ? <Trans>Kept, and never shown. Leave it empty to keep the one there is.</Trans> : <Trans>Kept sealed, and never shown again.</Trans>}
        dir="ltr"
        autoComplete="off"
      />
      <TextAreaField
        field={form.bind('domains')}
        label={<Trans>Domains</Trans>}
        help={<Trans>Of the addresses of your people, one on each line. You prove afterwards that they are yours.</Trans>}
        placeholder="example.com"
        dir="ltr"
        rows={2}
        optional
      />
      <SelectField
        field={form.bind('defaultRole') as Parameters<typeof SelectField>[0]['field']}
        label={t`Role of new people`}
        options={roles.map((role) => ({ value: role, label: role, hint: roleText(role) }))}
      />
      <Checkbox label={<Trans>People can sign in by it</Trans>} checked={form.values.enabled} onChange={(enabled) => form.set({ enabled })} />
    </FormDialog>
  );
}
