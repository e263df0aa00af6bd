import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type Day, toInstant } from '~/lib/dates';
import { useForm } from '~/lib/form';
import type { Project, ProjectStatus } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { Button } from '~/ui/Button';
import { DateField } from '~/ui/DateField';
import { FormRow, TextAreaField, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { SelectField } from '~/ui/Picker';
import { createProject } from './api';
import { projectStatusOptions } from './marks';
import css from './projects.module.css';
import { deleteTemplate, startFromTemplate, templatesQuery } from './templates';

interface Values {
  name: string;
  templateId: string;
  description: string;
  status: string;
  managerId: string;
  startDate: Day | null;
  endDate: Day | null;
}

const EMPTY: Values = { name: '', templateId: '', description: '', status: 'active', managerId: '', startDate: null, endDate: null };

/** What was typed stays when the dialog is closed or the page reloaded, until the project is made. */
export function NewProject({ open, onClose, onCreated }: { open: boolean; onClose: () => void; onCreated: (project: Project) => void }) {
  const { people } = usePeople();
  const templates = useQuery(templatesQuery()).data ?? [];
  const form = useForm<Values>({
    initial: EMPTY,
    draft: 'project',
    check: (values) => ({
      ...(values.name.trim() ? {} : { name: t`Name the project.` }),
      ...(!values.templateId && values.startDate && values.endDate && values.endDate < values.startDate ? { endDate: t`The end is before the start.` } : {}),
    }),
    onSubmit: async (values) => {
      const startDate = toInstant(values.startDate);
      const endDate = toInstant(values.endDate);
      const project = values.templateId
        ? await startFromTemplate(values.templateId, values.name.trim(), startDate)
        : await createProject({
            name: values.name.trim(),
            status: values.status as ProjectStatus,
            ...(values.description.trim() ? { description: values.description } : {}),
            ...(values.managerId ? { managerId: values.managerId } : {}),
            ...(startDate ? { startDate } : {}),
            ...(endDate ? { endDate } : {}),
          });
      form.reset(EMPTY);
      onClose();
      onCreated(project);
    },
  });
  const template = templates.find((one) => one.id === form.values.templateId);
  return (
    <FormDialog open={open} form={form} title={t`New project`} save={<Trans>Create project</Trans>} onClose={onClose}>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} data-autofocus autoComplete="off" />
      {templates.length > 0 ? (
        <SelectField
          field={form.bind('templateId')}
          label={t`Begin with`}
          optional
          placeholder={t`An empty project`}
          options={templates.map((one) => ({ value: one.id, label: one.name }))}
        />
      ) : null}
      {template ? (
        <>
          <p className={css.quiet}>
            {template.description ? `${template.description} ` : null}
            <Plural value={template.tasks} one="# task." other="# tasks." /> <Trans>Its dates move, so that the plan begins on the day below, or today.</Trans>
          </p>
          <DateField field={form.bind('startDate')} label={t`Start`} optional />
          {can(template, 'delete') ? (
            <div>
              <Button
                look="quiet"
                size="sm"
                onClick={() => {
                  form.set({ templateId: '' });
                  void deleteTemplate(template);
                }}
              >
                <Trans>Delete this template</Trans>
              </Button>
            </div>
          ) : null}
        </>
      ) : (
        <>
          <TextAreaField field={form.bind('description')} label={<Trans>Description</Trans>} optional rows={2} />
          <FormRow>
            <SelectField field={form.bind('status')} label={t`Status`} options={projectStatusOptions().filter((option) => option.value !== 'archived')} />
            <SelectField
              field={form.bind('managerId')}
              label={t`Manager`}
              optional
              placeholder={t`Nobody yet`}
              options={people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
            />
          </FormRow>
          <FormRow>
            <DateField field={form.bind('startDate')} label={t`Start`} optional />
            <DateField field={form.bind('endDate')} label={t`End`} optional />
          </FormRow>
        </>
      )}
    </FormDialog>
  );
}
