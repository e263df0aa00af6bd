import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Day, toInstant } from '~/lib/dates';
import { useForm } from '~/lib/form';
import type { BoardStatus, Task, TaskPriority, TaskStatus } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { useStatuses } from '~/lib/projectParts';
import { Mark } from '~/ui/Avatar';
import { DateField } from '~/ui/DateField';
import { FormRow, TextAreaField, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { SelectField } from '~/ui/Picker';
import { toast } from '~/ui/toast';
import { priorityOptions, statusOptions } from './marks';
import { ownOptions } from './statuses';
import { createTask } from './write';

interface Values {
  title: string;
  description: string;
  status: string;
  priority: string;
  assigneeId: string;
  dueDate: Day | null;
}

const EMPTY: Values = { title: '', description: '', status: 'todo', priority: '', assigneeId: '', dueDate: null };

/** The status that is meant: as it was picked, else the project's own of the kind, else its first. */
function statusOf(picked: string, own: readonly BoardStatus[]): { statusId: string } | { status: TaskStatus } {
  const status = own.find((one) => one.id === picked) ?? own.find((one) => one.category === picked) ?? own[0];
  return status ? { statusId: status.id } : { status: picked as TaskStatus };
}

/** A task with its fields; the column's foot is the quicker way for a title alone. */
export function NewTask({ projectId, open, onClose, onCreated }: { projectId: string; open: boolean; onClose: () => void; onCreated: (task: Task) => void }) {
  const { people } = usePeople();
  const own = useStatuses(projectId);
  const form = useForm<Values>({
    initial: EMPTY,
    draft: `task.${projectId}`,
    check: (values) => (values.title.trim() ? {} : { title: t`Say what needs doing.` }),
    onSubmit: async (values) => {
      const dueDate = toInstant(values.dueDate);
      const task = await createTask({
        projectId,
        title: values.title.trim(),
        ...statusOf(values.status, own),
        ...(values.description.trim() ? { description: values.description } : {}),
        ...(values.priority ? { priority: values.priority as TaskPriority } : {}),
        ...(values.assigneeId ? { assigneeId: values.assigneeId } : {}),
        ...(dueDate ? { dueDate } : {}),
      });
      form.reset(EMPTY);
      onClose();
      toast(t`“${task.title}” added`);
      onCreated(task);
    },
  });
  const status = form.bind('status');
  const chosen = statusOf(status.value, own);
  return (
    <FormDialog open={open} form={form} title={t`New task`} save={<Trans>Add task</Trans>} onClose={onClose}>
      <TextField field={form.bind('title')} label={<Trans>Title</Trans>} data-autofocus autoComplete="off" />
      <TextAreaField field={form.bind('description')} label={<Trans>Description</Trans>} optional rows={3} />
      <FormRow>
        <SelectField field={{ ...status, value: 'statusId' in chosen ? chosen.statusId : chosen.status }} label={t`Status`} options={own.length > 0 ? ownOptions(own) : statusOptions()} />
        <SelectField field={form.bind('priority')} label={t`Priority`} optional placeholder={t`No priority`} options={priorityOptions(false)} />
      </FormRow>
      <FormRow>
        <SelectField
          field={form.bind('assigneeId')}
          label={t`Assignee`}
          optional
          placeholder={t`Nobody`}
          options={people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
        />
        <DateField field={form.bind('dueDate')} label={t`Due date`} optional />
      </FormRow>
    </FormDialog>
  );
}
