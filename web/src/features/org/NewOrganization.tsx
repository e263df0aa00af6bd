import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Form, FormFoot, TextField } from '~/ui/Field';
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
    <Dialog open={open} onClose={onClose} title={t`New organization`} small>
      <Form
        form={form}
        label={t`New organization`}
        foot={
          <FormFoot>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button look="primary" type="submit" busy={form.busy}>
              <Trans>Create organization</Trans>
            </Button>
          </FormFoot>
        }
      >
        <TextField
          field={form.bind('name')}
          label={<Trans>Name</Trans>}
          help={<Trans>It has its own people, projects and settings. You switch between organizations without signing in again.</Trans>}
          data-autofocus
        />
      </Form>
    </Dialog>
  );
}
