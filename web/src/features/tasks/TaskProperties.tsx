import { t } from '@lingui/core/macro';
import { dayOf, toInstant } from '~/lib/dates';
import { useMe } from '~/lib/me';
import type { Task, TaskPriority, TaskStatus } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Mark, Nobody, Person } from '~/ui/Avatar';
import { DayPicker } from '~/ui/DateField';
import { Properties, PropertyButton, PropertyRow, PropertyText } from '~/ui/Panel';
import { type Option, Picker } from '~/ui/Picker';
import { canWork, isDone } from './filters';
import { Due, PriorityMark, priorityName, priorityOptions, StatusMark, statusName, statusOptions } from './marks';
import { Labels } from './Labels';
import type { TaskChange } from './write';

interface Props {
  task: Task;
  onChange: (change: TaskChange) => void;
}

/** The fields of a task as label and value, each changed where it stands. */
export function TaskProperties({ task, onChange }: Props) {
  const { user } = useMe();
  const { people, byId } = usePeople();
  const editable = can(task, 'update');
  const assignee = task.assigneeId ? byId.get(task.assigneeId) : undefined;
  const day = dayOf(task.dueDate);
  const open = !isDone(task.status);
  const peopleOptions: Option[] = [
    { value: '', label: t`Nobody`, icon: <Nobody /> },
    ...people
      .toSorted((a, b) => Number(b.id === user.id) - Number(a.id === user.id))
      .map((person) => ({
        value: person.id,
        label: personName(person),
        icon: <Mark id={person.id} name={personName(person)} />,
        ...(person.id === user.id ? { hint: t`you` } : {}),
      })),
  ];
  const working = canWork(task);
  const assigning = editable && can(task, 'assign');
  const status = (
    <>
      <StatusMark status={task.status} />
      <span>{statusName(task.status)}</span>
    </>
  );
  const priority = (
    <>
      <PriorityMark priority={task.priority} />
      <span>{priorityName(task.priority)}</span>
    </>
  );
  const person = <Person user={assignee} none={task.assigneeId ? t`Former member` : t`Nobody`} />;
  const due = day ? <Due day={day} open={open} icon bare /> : <span>{t`No date`}</span>;
  return (
    <Properties>
      <PropertyRow label={t`Status`}>
        {working ? (
          <Picker
            label={t`Status`}
            options={statusOptions()}
            selected={[task.status]}
            onPick={(value) => onChange({ status: value as TaskStatus })}
            trigger={(toggle) => (
              <PropertyButton label={t`Status`} onClick={toggle}>
                {status}
              </PropertyButton>
            )}
          />
        ) : (
          <PropertyText>{status}</PropertyText>
        )}
      </PropertyRow>
      <PropertyRow label={t`Priority`}>
        {editable ? (
          <Picker
            label={t`Priority`}
            options={priorityOptions()}
            selected={[task.priority ?? '']}
            onPick={(value) => onChange({ priority: value === '' ? null : (value as TaskPriority) })}
            trigger={(toggle) => (
              <PropertyButton label={t`Priority`} unset={!task.priority} onClick={toggle}>
                {priority}
              </PropertyButton>
            )}
          />
        ) : (
          <PropertyText unset={!task.priority}>{priority}</PropertyText>
        )}
      </PropertyRow>
      <PropertyRow label={t`Assignee`}>
        {assigning ? (
          <Picker
            label={t`Assignee`}
            searchable
            options={peopleOptions}
            selected={[task.assigneeId ?? '']}
            onPick={(value) => onChange({ assigneeId: value === '' ? null : value })}
            trigger={(toggle) => (
              <PropertyButton label={t`Assignee`} unset={!task.assigneeId} onClick={toggle}>
                {person}
              </PropertyButton>
            )}
          />
        ) : (
          <PropertyText unset={!task.assigneeId}>{person}</PropertyText>
        )}
      </PropertyRow>
      <PropertyRow label={t`Due date`}>
        {editable ? (
          <DayPicker
            label={t`Due date`}
            value={day}
            onChange={(next) => onChange({ dueDate: toInstant(next) })}
            trigger={(toggle, open) => (
              <PropertyButton aria-haspopup="dialog" aria-expanded={open} label={t`Due date`} unset={!day} onClick={toggle}>
                {due}
              </PropertyButton>
            )}
          />
        ) : (
          <PropertyText unset={!day}>{due}</PropertyText>
        )}
      </PropertyRow>
      {editable || task.labels.length > 0 ? (
        <PropertyRow label={t`Labels`}>
          <Labels labels={task.labels} editable={editable} onChange={(labels) => onChange({ labels })} />
        </PropertyRow>
      ) : null}
    </Properties>
  );
}
