import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import { can } from '~/lib/policy';
import { Form, TextField } from '~/ui/Field';
import { toast } from '~/ui/toast';
import { renameOrganization } from './api';
import { DeleteOrganization } from './DeleteOrganization';
import { SaveFoot, SettingsColumn, SettingsSection } from '~/ui/Settings';
import css from '~/ui/Settings.module.css';
import { TimeRounding } from './TimeRounding';

export function OrganizationSettings() {
  const { organization } = useMe();
  const editable = can(organization, 'update');
  const form = useForm({
    initial: { name: organization.name },
    check: (values) => (values.name.trim() ? {} : { name: t`Name your organization.` }),
    onSubmit: async ({ name }) => {
      await renameOrganization(organization.id, name.trim());
      toast(t`Organization saved`);
    },
  });
  const slug = organization.slug;
  return (
    <SettingsColumn>
      <SettingsSection title={<Trans>Organization</Trans>} text={<Trans>Its name stands in the sidebar, in mails and on invitations.</Trans>}>
        <div className={css.card}>
          <Form form={form} label={t`Organization`} foot={editable ? <SaveFoot form={form} /> : null}>
            <TextField
              field={form.bind('name')}
              label={<Trans>Name</Trans>}
              disabled={!editable}
              help={editable ? <Trans>Its addresses begin with /o/{slug} and stay as they are.</Trans> : <Trans>Only an Organizer can change this.</Trans>}
            />
          </Form>
        </div>
      </SettingsSection>
      <TimeRounding key={organization.revision} organization={organization} />
      {can(organization, 'delete') ? <DeleteOrganization organization={organization} /> : null}
    </SettingsColumn>
  );
}
