import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import { TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { createOrganization } from './api';

/** A second organization with the same account; whoever makes it runs it. */
export function NewOrganization({ open, onClose, onCreated }: { open: boolean; onClose: () => void; onCreated: (slug: string) => void }) {
  const form = useForm({
    initial: { name: '' },
    check: (values) => (values.name.trim() ? {} : { name: t`Name your organization.` }),
    onSubmit: async ({ name }) => {
      const { slug } = await createOrganization(name.trim());
      form.reset({ name: '' });
      onClose();
      onCreated(slug);
    },
  });
  return (
    <FormDialog open={open} form={form} title={t`New organization`} save={<Trans>Create organization</Trans>} onClose={onClose} small>
      <TextField
        field={form.bind('name')}
        label={<Trans>Name</Trans>}
        help={<Trans>It has its own people, projects and settings. You switch between organizations without signing in again.</Trans>}
        data-autofocus
      />
    </FormDialog>
  );
}
