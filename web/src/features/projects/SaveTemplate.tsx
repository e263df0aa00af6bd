import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import type { Project } from '~/lib/models';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Form, FormFoot, TextAreaField, TextField } from '~/ui/Field';
import css from './projects.module.css';
import { saveAsTemplate } from './templates';

/** Keeps a project's plan to make it again. */
export function SaveTemplate({ project, onClose }: { project: Project; onClose: () => void }) {
  const form = useForm({
    initial: { name: project.name, description: '' },
    check: (values) => (values.name.trim() ? {} : { name: t`Name the template.` }),
    onSubmit: async ({ name, description }) => {
      await saveAsTemplate(project, name.trim(), description.trim());
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t`Save as template`} small>
      <Form
        form={form}
        label={t`Save as template`}
        foot={
          <FormFoot>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button look="primary" type="submit" busy={form.busy}>
              <Trans>Save template</Trans>
            </Button>
          </FormFoot>
        }
      >
        <p className={css.quiet}>
          <Trans>Tasks, checklists, links, milestones, statuses, fields and risks are kept; what was done, said and spent is not. All who make projects can use it.</Trans>
        </p>
        <TextField field={form.bind('name')} label={<Trans>Name</Trans>} data-autofocus autoComplete="off" />
        <TextAreaField field={form.bind('description')} label={<Trans>Description</Trans>} optional rows={2} />
      </Form>
    </Dialog>
  );
}
