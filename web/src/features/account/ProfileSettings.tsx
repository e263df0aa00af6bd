import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import { Form, FormRow, TextField } from '~/ui/Field';
import { Card, SaveFoot, SettingsColumn, SettingsSection } from '~/ui/Settings';
import { toast } from '~/ui/toast';
import { AddressSection } from './AddressSection';
import { saveProfile } from './api';
import { DeleteAccount } from './DeleteAccount';

export function ProfileSettings() {
  const { user } = useMe();
  const form = useForm({
    initial: { firstName: user.firstName ?? '', lastName: user.lastName ?? '' },
    onSubmit: async (values) => {
      await saveProfile(user.id, values);
      toast(t`Profile saved`);
    },
  });
  return (
    <SettingsColumn>
      <SettingsSection title={<Trans>Profile</Trans>} text={<Trans>How others see you in every organization you belong to.</Trans>}>
        <Card>
          <Form form={form} label={t`Profile`} foot={<SaveFoot form={form} />}>
            <FormRow>
              <TextField field={form.bind('firstName')} label={<Trans>First name</Trans>} autoComplete="given-name" />
              <TextField field={form.bind('lastName')} label={<Trans>Last name</Trans>} autoComplete="family-name" />
            </FormRow>
          </Form>
        </Card>
      </SettingsSection>
      <AddressSection />
      <DeleteAccount />
    </SettingsColumn>
  );
}
