import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { dayOf, formatDay, formatDayLong, toInstant, today } from '~/lib/dates';
import { formatMinutes, parseMinutes } from '~/lib/duration';
import { formatPercent } from '~/lib/format';
import { milestonesQuery } from '~/lib/milestones';
import type { CustomField, Task } from '~/lib/models';
import { personName, usePeople, useStranger } from '~/lib/people';
import { useMe } from '~/lib/me';
import { can, useStaff } from '~/lib/policy';
import { useCustomFields } from '~/lib/projectParts';
import type { FieldErrors } from '~/lib/save';
import { percentOf, totalsOf } from '~/lib/totals';
import { Person } from '~/ui/Avatar';
import { PropertyRow } from '~/ui/Panel';
import { Progress } from '~/ui/Pill';
import { PropertyEntry } from '~/ui/PropertyEntry';
import { PropertyChoice, PropertyDay, PropertyNumber } from '~/ui/PropertyFields';
import { canWork } from './filters';
import css from './parts.module.css';
import { type People, peopleOptions } from './people';
import { Repeats } from './Repeats';
import { Watchers } from './Watchers';
import { fieldChange, type TaskChange } from './write';

interface Props {
  task: Task;
  errors: FieldErrors;
  onChange: (change: TaskChange) => void;
}

type Constraint = NonNullable<Task['constraintType']>;

function constraintName(type: Constraint): string {
  const names: Record<Constraint, string> = {
    start_no_earlier: t`Start no earlier than`,
    start_no_later: t`Start no later than`,
    finish_no_earlier: t`Finish no earlier than`,
    finish_no_later: t`Finish no later than`,
    must_start: t`Must start on`,
    must_finish: t`Must finish on`,
  };
  return names[type];
}

const CONSTRAINTS: Constraint[] = ['start_no_earlier', 'start_no_later', 'finish_no_earlier', 'finish_no_later', 'must_start', 'must_finish'];

/** The properties that plan, measure and follow a task: loaded after the first ones are there. */
export function MoreProperties({ task, errors, onChange }: Props) {
  const editable = can(task, 'update');
  const staff = useStaff();
  const fields = useCustomFields(task.projectId);
  const people = usePeopleHere();
  const start = dayOf(task.startDate);
  return (
    <>
      {editable || start ? (
        <PropertyDay label={t`Start date`} editable={editable} error={errors['startDate']} value={start} onChange={(next) => onChange({ startDate: toInstant(next) })}>
          <span>{start ? formatDay(start) : t`No date`}</span>
        </PropertyDay>
      ) : null}
      {staff && (editable || task.durationDays !== null) ? (
        <PropertyNumber
          label={t`Duration (days)`}
          editable={editable}
          error={errors['durationDays']}
          value={task.durationDays === null ? null : String(task.durationDays)}
          none={t`From its dates`}
          onSave={(days) => onChange({ durationDays: days === null ? null : Math.round(Number(days)) })}
        />
      ) : null}
      <Estimate task={task} errors={errors} onChange={onChange} />
      <ProgressRow task={task} errors={errors} onChange={onChange} />
      <MilestoneRow task={task} errors={errors} onChange={onChange} />
      {staff ? <ConstraintRows task={task} errors={errors} onChange={onChange} /> : null}
      {fields.map((field) => (
        <CustomRow key={field.id} task={task} field={field} people={people} error={errors['fields']} onChange={onChange} />
      ))}
      {staff ? <Repeats task={task} editable={editable} /> : null}
      <Watchers task={task} />
    </>
  );
}

function usePeopleHere(): People {
  const { user } = useMe();
  const { people, byId } = usePeople();
  const stranger = useStranger();
  return { list: people, byId, me: user.id, stranger };
}

function Estimate({ task, errors, onChange }: Props) {
  const editable = can(task, 'update');
  if (!editable && task.estimateMinutes === null) return null;
  return (
    <PropertyEntry
      label={t`Estimate`}
      editable={editable}
      error={errors['estimateMinutes']}
      text={task.estimateMinutes === null ? '' : formatMinutes(task.estimateMinutes)}
      none={t`No estimate`}
      onSave={(typed) => {
        const minutes = parseMinutes(typed);
        if (minutes === undefined) return t`Write a time like 1h 30m.`;
        if (minutes !== task.estimateMinutes) onChange({ estimateMinutes: minutes });
        return null;
      }}
    />
  );
}

function ProgressRow({ task, errors, onChange }: Props) {
  const totals = totalsOf(task);
  if (totals || task.status === 'done' || !canWork(task)) {
    const percent = percentOf(task);
    if (!totals && percent === 0) return null;
    return (
      <PropertyRow label={t`Progress`}>
        <span className={css.progress}>
          <Progress percent={percent} label={t`Progress`} />
        </span>
      </PropertyRow>
    );
  }
  return (
    <PropertyEntry
      label={t`Progress`}
      editable
      error={errors['progress']}
      text={task.progress === 0 ? '' : formatPercent(task.progress)}
      none={formatPercent(0)}
      onSave={(typed) => {
        const percent = Number(typed.replace(/[%٪\s]/g, '') || 0);
        if (!Number.isInteger(percent) || percent < 0 || percent > 100) return t`Write a whole number from 0 to 100.`;
        if (percent !== task.progress) onChange({ progress: percent });
        return null;
      }}
    />
  );
}

function MilestoneRow({ task, errors, onChange }: Props) {
  const editable = can(task, 'update');
  const { data: milestones = [] } = useQuery(milestonesQuery(task.projectId));
  const held = milestones.find((milestone) => milestone.id === task.milestoneId);
  if (!task.milestoneId && (!editable || milestones.length === 0)) return null;
  return (
    <PropertyChoice
      label={t`Milestone`}
      editable={editable}
      error={errors['milestoneId']}
      unset={!task.milestoneId}
      options={[{ value: '', label: t`No milestone` }, ...milestones.map((one) => ({ value: one.id, label: one.title }))]}
      selected={[task.milestoneId ?? '']}
      onPick={(id) => onChange({ milestoneId: id || null })}
    >
      <span>{task.milestoneId ? (held?.title ?? '…') : t`No milestone`}</span>
    </PropertyChoice>
  );
}

/** The kind and its day are one: the day is asked for with the kind, and both go together. */
function ConstraintRows({ task, errors, onChange }: Props) {
  const editable = can(task, 'update');
  const type = task.constraintType;
  const day = dayOf(task.constraintDate);
  if (!editable && !type) return null;
  const fallback = task.constraintDate ?? task.startDate ?? task.dueDate ?? toInstant(today());
  return (
    <>
      <PropertyChoice
        label={t`Constraint`}
        editable={editable}
        error={errors['constraintType']}
        unset={!type}
        options={[{ value: '', label: t`None` }, ...CONSTRAINTS.map((one) => ({ value: one, label: constraintName(one) }))]}
        selected={[type ?? '']}
        onPick={(value) => onChange(value === '' ? { constraintType: null, constraintDate: null } : { constraintType: value as Constraint, constraintDate: fallback })}
      >
        <span>{type ? constraintName(type) : t`None`}</span>
      </PropertyChoice>
      {type ? (
        <PropertyDay label={t`Constraint date`} editable={editable} error={errors['constraintDate']} value={day} onChange={(next) => onChange(next ? { constraintDate: toInstant(next) } : { constraintType: null, constraintDate: null })}>
          <span>{day ? formatDayLong(day) : ''}</span>
        </PropertyDay>
      ) : null}
    </>
  );
}

interface CustomProps {
  task: Task;
  field: CustomField;
  people: People;
  error: string | undefined;
  onChange: (change: TaskChange) => void;
}

function CustomRow({ task, field, people, error, onChange }: CustomProps) {
  const editable = can(task, 'update');
  const value: unknown = task.fields[field.id];
  const text = typeof value === 'string' ? value : '';
  const save = (next: string | number | null) => onChange(fieldChange(task, field.id, next));
  const common = { label: field.name, editable, error };
  if (!editable && (value === undefined || value === null)) return null;
  if (field.kind === 'number') {
    return <PropertyNumber {...common} value={typeof value === 'number' ? String(value) : null} none={t`Empty`} onSave={(next) => save(next === null ? null : Number(next))} />;
  }
  if (field.kind === 'date') {
    const day = dayOf(text);
    return (
      <PropertyDay {...common} value={day} onChange={save}>
        <span>{day ? formatDay(day) : t`No date`}</span>
      </PropertyDay>
    );
  }
  if (field.kind === 'text') {
    return (
      <PropertyEntry
        {...common}
        wide
        text={text}
        none={t`Empty`}
        onSave={(typed) => {
          save(typed || null);
          return null;
        }}
      />
    );
  }
  const person = field.kind === 'person';
  const options = person ? peopleOptions(people, t`Nobody`) : [{ value: '', label: t`None` }, ...field.choices.map((choice) => ({ value: choice, label: choice }))];
  const user = person && text ? people.byId.get(text) : undefined;
  return (
    <PropertyChoice {...common} unset={!text} options={options} selected={[text]} onPick={(picked) => save(picked || null)}>
      {person ? <Person user={user} none={text ? (user ? personName(user) : people.stranger) : t`Nobody`} /> : <span>{text || t`None`}</span>}
    </PropertyChoice>
  );
}
