import { t } from '@lingui/core/macro';
import { dayOf, formatDay, toInstant } from '~/lib/dates';
import { formatDecimal, parseDecimal } from '~/lib/decimal';
import { formatMinutes, parseMinutes } from '~/lib/duration';
import { formatNumber } from '~/lib/format';
import type { CustomField, Milestone, Task, TaskPriority } from '~/lib/models';
import { can } from '~/lib/policy';
import { percentOf, totalsOf } from '~/lib/totals';
import { Person } from '~/ui/Avatar';
import { CellChoice, CellDay, CellText } from '~/ui/CellEdit';
import { Progress } from '~/ui/Pill';
import { canWork, isDone } from './filters';
import { Due, PriorityMark, priorityName, priorityOptions, StatusMark } from './marks';
import { type People, peopleOptions } from './people';
import { changeFor, choicesFor, nameOf, useStatusesOf } from './statuses';
import css from './TaskList.module.css';
import { fieldChange, saveTask } from './write';

/** Cells of the list, one per field: plain for who may only read, changed in place for the others. */

export function StatusCell({ task }: { task: Task }) {
  const own = useStatusesOf(task);
  const name = nameOf(task, own);
  const shown = (
    <>
      <StatusMark status={task.status} />
      <span>{name}</span>
    </>
  );
  if (!canWork(task)) return shown;
  return (
    <CellChoice
      label={t`Status of ${task.title}`}
      options={() => choicesFor(task, own)}
      selected={[task.statusId ?? task.status]}
      onPick={(value) => void saveTask(task, changeFor(value, own))}
    >
      {shown}
    </CellChoice>
  );
}

export function PriorityCell({ task }: { task: Task }) {
  const name = priorityName(task.priority);
  const shown = task.priority ? (
    <>
      <PriorityMark priority={task.priority} />
      <span>{name}</span>
    </>
  ) : null;
  if (!can(task, 'update')) return shown;
  return (
    <CellChoice
      label={t`Priority of ${task.title}`}
      options={priorityOptions}
      selected={[task.priority ?? '']}
      onPick={(value) => void saveTask(task, { priority: value === '' ? null : (value as TaskPriority) })}
    >
      {shown ?? <Empty />}
    </CellChoice>
  );
}

export function AssigneeCell({ task, people }: { task: Task; people: People }) {
  const user = task.assigneeId ? people.byId.get(task.assigneeId) : undefined;
  const shown = task.assigneeId ? <Person user={user} none={people.stranger} /> : null;
  if (!can(task, 'update') || !can(task, 'assign')) return shown;
  return (
    <CellChoice
      label={t`Assignee of ${task.title}`}
      options={() => peopleOptions(people, t`Nobody`)}
      selected={[task.assigneeId ?? '']}
      onPick={(value) => void saveTask(task, { assigneeId: value || null })}
    >
      {shown ?? <Empty />}
    </CellChoice>
  );
}

export function DayCell({ task, field }: { task: Task; field: 'startDate' | 'dueDate' }) {
  const day = dayOf(task[field]);
  const shown = !day ? null : field === 'dueDate' ? <Due day={day} open={!isDone(task.status)} bare /> : <span className={css.plainDay}>{formatDay(day)}</span>;
  if (!can(task, 'update')) return shown;
  return (
    <CellDay
      label={field === 'dueDate' ? t`Due date of ${task.title}` : t`Start of ${task.title}`}
      value={day}
      onChange={(next) => void saveTask(task, { [field]: toInstant(next) })}
    >
      {shown ?? <Empty />}
    </CellDay>
  );
}

export function EstimateCell({ task }: { task: Task }) {
  const minutes = task.estimateMinutes;
  const shown = minutes === null ? '' : formatMinutes(minutes);
  if (!can(task, 'update')) return shown;
  return (
    <CellText
      end
      label={t`Estimate of ${task.title}`}
      text={shown}
      onSave={(typed) => {
        const next = parseMinutes(typed);
        if (next === undefined) return false;
        if (next !== minutes) void saveTask(task, { estimateMinutes: next });
        return true;
      }}
    >
      {shown || <Empty />}
    </CellText>
  );
}

export function ProgressCell({ task }: { task: Task }) {
  const shown = <Progress percent={percentOf(task)} label={t`Progress of ${task.title}`} />;
  if (!canWork(task) || task.totals || task.status === 'done') return shown;
  return (
    <CellText
      end
      label={t`Progress of ${task.title}, in percent`}
      text={String(task.progress)}
      inputMode="numeric"
      onSave={(typed) => {
        const next = Number(typed.replace('%', '').trim() || 0);
        if (!Number.isInteger(next) || next < 0 || next > 100) return false;
        if (next !== task.progress) void saveTask(task, { progress: next });
        return true;
      }}
    >
      {shown}
    </CellText>
  );
}

export function MilestoneCell({ task, milestones }: { task: Task; milestones: Milestone[] }) {
  const title = task.milestoneId ? (milestones.find((other) => other.id === task.milestoneId)?.title ?? '…') : '';
  if (!can(task, 'update')) return <span>{title}</span>;
  return (
    <CellChoice
      label={t`Milestone of ${task.title}`}
      options={() => [{ value: '', label: t`No milestone` }, ...milestones.map((other) => ({ value: other.id, label: other.title }))]}
      selected={[task.milestoneId ?? '']}
      onPick={(value) => void saveTask(task, { milestoneId: value || null })}
    >
      {title ? <span>{title}</span> : <Empty />}
    </CellChoice>
  );
}

export function LabelsCell({ task }: { task: Task }) {
  const shown = task.labels.join(', ');
  if (!can(task, 'update')) return <span className={css.quiet}>{shown}</span>;
  return (
    <CellText
      label={t`Labels of ${task.title}, with commas between them`}
      text={shown}
      onSave={(typed) => {
        void saveTask(task, { labels: [...new Set(typed.split(',').map((label) => label.trim()).filter(Boolean))] });
        return true;
      }}
    >
      {shown ? <span className={css.quiet}>{shown}</span> : <Empty />}
    </CellText>
  );
}

export function PointsCell({ task }: { task: Task }) {
  return (
    <NumberCell
      label={t`Story points of ${task.title}`}
      value={task.storyPoints}
      editable={can(task, 'update')}
      onSave={(storyPoints) => void saveTask(task, { storyPoints })}
    />
  );
}

function NumberCell({ label, value, editable, onSave }: { label: string; value: number | null; editable: boolean; onSave: (value: number | null) => void }) {
  const shown = value === null ? '' : formatDecimal(String(value));
  if (!editable) return shown;
  return (
    <CellText
      end
      label={label}
      text={shown}
      inputMode="decimal"
      onSave={(typed) => {
        const next = parseDecimal(typed);
        if (next === undefined) return false;
        onSave(next === null ? null : Number(next));
        return true;
      }}
    >
      {shown || <Empty />}
    </CellText>
  );
}

/** A field that the project's people made. */
export function FieldCell({ task, field, people }: { task: Task; field: CustomField; people: People }) {
  const value: unknown = task.fields[field.id];
  const editable = can(task, 'update');
  const label = t`${field.name} of ${task.title}`;
  const save = (next: string | number | null) => void saveTask(task, fieldChange(task, field.id, next));
  const text = typeof value === 'string' ? value : '';
  if (field.kind === 'number') return <NumberCell label={label} value={typeof value === 'number' ? value : null} editable={editable} onSave={save} />;
  if (field.kind === 'date') {
    const day = dayOf(text);
    if (!editable) return day ? formatDay(day) : null;
    return (
      <CellDay label={label} value={day} onChange={save}>
        {day ? <span>{formatDay(day)}</span> : <Empty />}
      </CellDay>
    );
  }
  if (field.kind === 'text') {
    if (!editable) return <span>{text}</span>;
    return (
      <CellText
        label={label}
        text={text}
        onSave={(typed) => {
          save(typed || null);
          return true;
        }}
      >
        {text ? <span>{text}</span> : <Empty />}
      </CellText>
    );
  }
  const person = field.kind === 'person' && text ? people.byId.get(text) : undefined;
  const shown = !text ? null : field.kind === 'person' ? <Person user={person} none={people.stranger} /> : <span>{text}</span>;
  if (!editable) return shown;
  return (
    <CellChoice
      label={label}
      options={() => (field.kind === 'person' ? peopleOptions(people, t`Nobody`) : [{ value: '', label: t`None` }, ...field.choices.map((choice) => ({ value: choice, label: choice }))])}
      selected={[text]}
      onPick={(picked) => save(picked || null)}
    >
      {shown ?? <Empty />}
    </CellChoice>
  );
}

export function LoggedCell({ task }: { task: Task }) {
  const minutes = totalsOf(task)?.loggedMinutes ?? task.loggedMinutes;
  return minutes > 0 ? formatMinutes(minutes) : null;
}

export function SubtaskCount({ task }: { task: Task }) {
  const totals = totalsOf(task);
  if (!totals || totals.tasks === 0) return null;
  return <span className={css.number}>{`${formatNumber(totals.tasksDone)}/${formatNumber(totals.tasks)}`}</span>;
}

/** Shown on hover, so that an empty cell can be found; the row stays calm. */
function Empty() {
  return (
    <span aria-hidden className={css.empty}>
      –
    </span>
  );
}
