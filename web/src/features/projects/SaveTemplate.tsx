import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import type { Project } from '~/lib/models';
import { TextAreaField, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
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
    <FormDialog form={form} title={t`Save as template`} save={<Trans>Save template</Trans>} onClose={onClose} small>
      <p className={css.quiet}>
        <Trans>Tasks, checklists, links, milestones, statuses, fields and risks are kept; what was done, said and spent is not. All who make projects can use it.</Trans>
      </p>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} data-autofocus autoComplete="off" />
      <TextAreaField field={form.bind('description')} label={<Trans>Description</Trans>} optional rows={2} />
    </FormDialog>
  );
}
