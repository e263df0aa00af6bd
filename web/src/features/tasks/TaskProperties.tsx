import { t } from '@lingui/core/macro';
import { dayOf, toInstant } from '~/lib/dates';
import { useMe } from '~/lib/me';
import type { Task, TaskPriority } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { can, useStaff } from '~/lib/policy';
import { useStatuses } from '~/lib/projectParts';
import type { FieldErrors } from '~/lib/save';
import { Person } from '~/ui/Avatar';
import { Properties, PropertyRow } from '~/ui/Panel';
import { PropertyChoice, PropertyDay, PropertyNumber, PropertySwitch } from '~/ui/PropertyFields';
import { canWork, isDone } from './filters';
import { Due, PriorityMark, priorityName, priorityOptions, StatusMark } from './marks';
import { Labels } from './Labels';
import { MoreProperties } from './MoreProperties';
import { ParentRow } from './ParentRow';
import { peopleOptions } from './people';
import { changeFor, choicesFor, nameOf } from './statuses';
import type { TaskChange } from './write';

interface Props {
  task: Task;
  errors: FieldErrors;
  onChange: (change: TaskChange) => void;
}

/** The fields of a task as label and value, each changed where it stands. */
export function TaskProperties({ task, errors, onChange }: Props) {
  const { user } = useMe();
  const { people, byId } = usePeople();
  const stranger = useStranger();
  const editable = can(task, 'update');
  const staff = useStaff();
  const assignee = task.assigneeId ? byId.get(task.assigneeId) : undefined;
  const statuses = useStatuses(task.projectId);
  const day = dayOf(task.dueDate);
  return (
    <Properties>
      <PropertyChoice
        label={t`Status`}
        editable={canWork(task)}
        error={errors['statusId'] ?? errors['status']}
        options={choicesFor(task, statuses)}
        selected={[task.statusId ?? task.status]}
        onPick={(value) => onChange(changeFor(value, statuses))}
      >
        <StatusMark status={task.status} />
        <span>{nameOf(task, statuses)}</span>
      </PropertyChoice>
      <PropertyChoice
        label={t`Priority`}
        editable={editable}
        error={errors['priority']}
        unset={!task.priority}
        options={priorityOptions()}
        selected={[task.priority ?? '']}
        onPick={(value) => onChange({ priority: value === '' ? null : (value as TaskPriority) })}
      >
        <PriorityMark priority={task.priority} />
        <span>{priorityName(task.priority)}</span>
      </PropertyChoice>
      <PropertyChoice
        label={t`Assignee`}
        editable={editable && can(task, 'assign')}
        error={errors['assigneeId']}
        unset={!task.assigneeId}
        searchable
        options={peopleOptions({ list: people, byId, me: user.id, stranger }, t`Nobody`)}
        selected={[task.assigneeId ?? '']}
        onPick={(value) => onChange({ assigneeId: value === '' ? null : value })}
      >
        <Person user={assignee} none={task.assigneeId ? stranger : t`Nobody`} />
      </PropertyChoice>
      <PropertyDay label={t`Due date`} editable={editable} error={errors['dueDate']} value={day} onChange={(next) => onChange({ dueDate: toInstant(next) })}>
        {day ? <Due day={day} open={!isDone(task.status)} icon bare /> : <span>{t`No date`}</span>}
      </PropertyDay>
      {editable || task.storyPoints !== null ? (
        <PropertyNumber
          label={t`Story points`}
          editable={editable}
          error={errors['storyPoints']}
          value={task.storyPoints === null ? null : String(task.storyPoints)}
          none={t`No estimate`}
          onSave={(value) => onChange({ storyPoints: value === null ? null : Number(value) })}
        />
      ) : null}
      {editable || task.labels.length > 0 ? (
        <PropertyRow label={t`Labels`} error={errors['labels']}>
          <Labels labels={task.labels} editable={editable} onChange={(labels) => onChange({ labels })} />
        </PropertyRow>
      ) : null}
      {editable || task.parentId ? <ParentRow task={task} editable={editable} error={errors['parentId']} onChange={(parentId) => onChange({ parentId })} /> : null}
      {staff ? (
        <PropertySwitch
          label={t`Shared with client`}
          editable={editable}
          error={errors['clientVisible']}
          on={task.clientVisible}
          words={[t`Yes`, t`No`]}
          onChange={(clientVisible) => onChange({ clientVisible })}
        />
      ) : null}
      <MoreProperties task={task} errors={errors} onChange={onChange} />
    </Properties>
  );
}
