import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Day, today } from '~/lib/dates';
import { formatMinutes, parseMinutes } from '~/lib/duration';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import type { Project, TimeEntry } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { changeTime, logTime } from '~/lib/time';
import { Mark } from '~/ui/Avatar';
import { FormDialog } from '~/ui/FormDialog';
import { DateField } from '~/ui/DateField';
import { Checkbox, FormRow, TextField } from '~/ui/Field';
import { SelectField } from '~/ui/Picker';
import { TaskField } from './TaskField';

interface Values {
  minutes: string;
  startedAt: Day | null;
  time: string;
  taskId: string;
  userId: string;
  note: string;
  billable: boolean;
}

function clock(instant: string): string {
  const date = new Date(instant);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

function valuesOf(entry: TimeEntry | null, me: string): Values {
  if (!entry) return { minutes: '', startedAt: today(), time: '09:00', taskId: '', userId: me, note: '', billable: true };
  const { minutes, startedAt, taskId, userId, note, billable } = entry;
  return { minutes: entry.endedAt ? formatMinutes(minutes) : '', startedAt: today(new Date(startedAt)), time: clock(startedAt), taskId: taskId ?? '', userId, note: note ?? '', billable };
}

/** Time that was worked: logged afterwards, or put right. */
export function EntryDialog({ project, entry, title, onClose }: { project: Project; entry: TimeEntry | null; title: string | undefined; onClose: () => void }) {
  const me = useMe();
  const { people } = usePeople();
  const running = entry !== null && entry.endedAt === null;
  const form = useForm<Values>({
    initial: valuesOf(entry, me.user.id),
    check: (values) => ({
      ...(running || parseMinutes(values.minutes) ? {} : { minutes: t`Say how long, for example 1h 30m.` }),
      ...(values.startedAt ? {} : { startedAt: t`Choose a day.` }),
    }),
    onSubmit: async (values) => {
      const minutes = parseMinutes(values.minutes) ?? 0;
      const startedAt = new Date(`${values.startedAt ?? today()}T${values.time || '00:00'}:00`).toISOString();
      const same = entry !== null && startedAt.slice(0, 16) === new Date(entry.startedAt).toISOString().slice(0, 16);
      const rest = { note: values.note.trim() || null, billable: values.billable };
      if (entry) {
        await changeTime(entry, {
          ...rest,
          ...(values.taskId === (entry.taskId ?? '') ? {} : { taskId: values.taskId || null, ...(values.taskId ? {} : { projectId: project.id }) }),
          ...(same ? {} : { startedAt }),
          ...(running || (same && minutes === entry.minutes) ? {} : { minutes }),
        } as Parameters<typeof changeTime>[1]);
      } else {
        await logTime({ ...rest, startedAt, minutes, ...(values.taskId ? { taskId: values.taskId } : { projectId: project.id }), userId: values.userId });
      }
      onClose();
    },
  });
  const heading = entry ? t`Change time` : t`Log time`;
  return (
    <FormDialog form={form} title={heading} save={entry ? <Trans>Save</Trans> : <Trans>Log time</Trans>} onClose={onClose} small>
      {running ? null : <TextField field={form.bind('minutes')} label={<Trans>Time worked</Trans>} help={<Trans>1h 30m, 1:30, 90m or 1.5</Trans>} data-autofocus autoComplete="off" />}
      <FormRow>
        <DateField field={form.bind('startedAt')} label={t`Day`} />
        <TextField field={form.bind('time')} label={<Trans context="a time of day">From</Trans>} type="time" />
      </FormRow>
      <TaskField projectId={project.id} field={form.bind('taskId')} known={entry?.taskId && title ? { id: entry.taskId, title } : undefined} />
      {!entry && can(project, 'update') ? (
        <SelectField
          field={form.bind('userId')}
          label={t`Person`}
          options={people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
        />
      ) : null}
      <TextField field={form.bind('note')} label={<Trans>Note</Trans>} optional autoComplete="off" maxLength={500} />
      <Checkbox label={<Trans>Billable</Trans>} checked={form.values.billable} onChange={(billable) => form.set({ billable })} />
    </FormDialog>
  );
}
