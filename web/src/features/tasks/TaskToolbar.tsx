import { t } from '@lingui/core/macro';
import { IconFilterPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { addDays, today } from '~/lib/dates';
import { useMe } from '~/lib/me';
import { milestonesQuery } from '~/lib/milestones';
import type { CustomField, TaskPriority, TaskStatus } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { useStaff } from '~/lib/policy';
import { useCustomFields, useStatuses } from '~/lib/projectParts';
import { dueSpan, isFiltered, ME, NONE, tidy, type TaskFilters } from '~/lib/taskFilters';
import { Nobody } from '~/ui/Avatar';
import { IconButton } from '~/ui/Button';
import { ClearFilters, FilterChip, FilterDay, FilterSearch } from '~/ui/FilterBar';
import { Toolbar } from '~/ui/PageHeader';
import { type Option, Picker } from '~/ui/Picker';
import { projectNamesQuery, useLabels } from './api';
import { priorityName, PriorityMark, priorityOptions, statusOptions } from './marks';
import { peopleOptions } from './people';
import { ownOptions } from './statuses';

interface Props {
  /** Null: over all projects. */
  projectId: string | null;
  /** As the address has them. */
  filters: TaskFilters;
  onFilters: (filters: TaskFilters) => void;
  /** How it is shown: grouping, columns, lanes. */
  end?: ReactNode;
  /** Filters that make no sense here: one's own work is nobody else's. */
  without?: readonly ('assignee' | 'status')[];
}

const NOTHING: readonly never[] = [];

/** The filters that every view over tasks shares. The usual ones are always there; the others are asked for. */
export function TaskToolbar({ projectId, filters, onFilters, end, without = NOTHING }: Props) {
  const { user } = useMe();
  const { people: list, byId } = usePeople();
  const stranger = useStranger();
  const staff = useStaff();
  const statuses = useStatuses(projectId);
  const fields = useCustomFields(projectId);
  const labels = useLabels(projectId);
  const milestones = useQuery({ ...milestonesQuery(projectId ?? ''), enabled: projectId !== null }).data ?? NOTHING;
  const projects = useQuery({ ...projectNamesQuery(), enabled: projectId === null }).data;
  const [asked, setAsked] = useState<readonly string[]>(NOTHING);
  const set = useCallback((change: TaskFilters) => onFilters(tidy({ ...filters, ...change })), [filters, onFilters]);
  const search = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const people = useMemo(() => peopleOptions({ list, byId, me: user.id, stranger }, null), [list, byId, user.id, stranger]);
  const assignees: Option[] = [
    { value: ME, label: t`Me`, icon: people[0]?.icon },
    { value: NONE, label: t`Nobody`, icon: <Nobody /> },
    ...people.filter((option) => option.value !== user.id),
  ];
  const priorities: Option[] = [...priorityOptions(false), { value: NONE, label: priorityName(null), icon: <PriorityMark priority={null} /> }];
  const own = statuses.length > 0;
  // An address may name one of the six where the project has its own: those that count as it are meant.
  const chosenStatuses = own ? [...(filters.statusId ?? []), ...statuses.filter((status) => filters.status?.includes(status.category)).map((status) => status.id)] : (filters.status ?? []);

  const more: { id: string; label: string; chip: (open: boolean) => ReactNode; on: boolean }[] = [
    ...(projectId === null
      ? [
          {
            id: 'project',
            label: t`Project`,
            on: true,
            chip: () => (
              <FilterChip
                label={t`Project`}
                options={[...(projects ?? [])].map(([value, label]) => ({ value, label }))}
                values={filters.project ?? []}
                onChange={(project) => set({ project: project.length > 0 ? project : undefined })}
              />
            ),
          },
        ]
      : []),
    {
      id: 'label',
      label: t`Label`,
      on: Boolean(filters.label?.length),
      chip: (open) => (
        <FilterChip
          free
          label={t`Label`}
          defaultOpen={open}
          options={labels.map((label) => ({ value: label, label }))}
          values={filters.label ?? []}
          onChange={(label) => set({ label: label.length > 0 ? label : undefined })}
        />
      ),
    },
    ...(projectId === null
      ? []
      : [
          {
            id: 'milestone',
            label: t`Milestone`,
            on: Boolean(filters.milestone?.length),
            chip: (open: boolean) => (
              <FilterChip
                label={t`Milestone`}
                defaultOpen={open}
                options={[...milestones.map((milestone) => ({ value: milestone.id, label: milestone.title })), { value: NONE, label: t`No milestone` }]}
                values={filters.milestone ?? []}
                onChange={(milestone) => set({ milestone: milestone.length > 0 ? milestone : undefined })}
              />
            ),
          },
        ]),
    ...fields.map((field) => ({
      id: field.id,
      label: field.name,
      on: Boolean(filters.fields?.[field.id]?.length),
      chip: (open: boolean) => <FieldChip key={field.id} field={field} people={people} open={open} filters={filters} onFilters={set} />,
    })),
  ];
  const hidden = more.filter((filter) => !filter.on && !asked.includes(filter.id));
  return (
    <Toolbar end={end}>
      <FilterSearch value={filters.q ?? ''} onChange={search} label={t`Filter tasks by text`} />
      {without.includes('status') ? null : (
        <FilterChip
          label={t`Status`}
          options={own ? ownOptions(statuses) : statusOptions()}
          values={chosenStatuses}
          onChange={(values) => set(own ? { statusId: values.length > 0 ? values : undefined, status: undefined } : { status: values.length > 0 ? (values as TaskStatus[]) : undefined })}
        />
      )}
      {staff && !without.includes('assignee') ? (
        <FilterChip
          label={t`Assignee`}
          options={assignees}
          // "Me" by one's own id, as a link from elsewhere may have it.
          values={(filters.assignee ?? []).map((id) => (id === user.id ? ME : id))}
          onChange={(assignee) => set({ assignee: assignee.length > 0 ? assignee : undefined })}
        />
      ) : null}
      <FilterChip
        label={t`Priority`}
        options={priorities}
        values={filters.priority ?? []}
        onChange={(priority) => set({ priority: priority.length > 0 ? (priority as (TaskPriority | 'null')[]) : undefined })}
      />
      <DueChip filters={filters} onFilters={set} />
      {more.filter((filter) => !hidden.includes(filter)).map((filter) => (
        <span key={filter.id} style={{ display: 'contents' }}>
          {filter.chip(asked.at(-1) === filter.id && !filter.on)}
        </span>
      ))}
      {hidden.length > 0 ? (
        <Picker
          label={t`More filters`}
          options={hidden.map((filter) => ({ value: filter.id, label: filter.label }))}
          selected={[]}
          onPick={(id) => setAsked([...asked, id])}
          trigger={(toggle) => <IconButton size="sm" icon={IconFilterPlus} label={t`More filters`} onClick={toggle} />}
        />
      ) : null}
      {isFiltered(filters) ? (
        <ClearFilters
          onClear={() => {
            setAsked(NOTHING);
            onFilters({});
          }}
        />
      ) : null}
    </Toolbar>
  );
}

const SPAN_DAYS = 14;

/** When it is due: in words, or between two days. */
function DueChip({ filters, onFilters }: { filters: TaskFilters; onFilters: (change: TaskFilters) => void }) {
  const [from, to] = dueSpan(filters);
  const span = from !== null || to !== null;
  const set = (start: string | null, end: string | null) => onFilters({ due: start || end ? `${start ?? ''}..${end ?? ''}` : undefined });
  const options: Option[] = [
    { value: 'overdue', label: t`Overdue` },
    { value: 'today', label: t`Today` },
    { value: 'week', label: t`This week` },
    { value: 'span', label: t`Between two days` },
  ];
  return (
    <>
      <FilterChip
        single
        label={t`Due`}
        options={options}
        values={span ? ['span'] : filters.due ? [filters.due] : []}
        onChange={([value]) => {
          if (value === 'span') set(today(), addDays(today(), SPAN_DAYS));
          else onFilters({ due: value });
        }}
      />
      {span ? (
        <>
          <FilterDay label={t`from`} value={from} onChange={(day) => set(day, to)} />
          <FilterDay label={t`to`} value={to} onChange={(day) => set(from, day)} />
        </>
      ) : null}
    </>
  );
}

interface FieldChipProps {
  field: CustomField;
  people: Option[];
  open: boolean;
  filters: TaskFilters;
  onFilters: (change: TaskFilters) => void;
}

function FieldChip({ field, people, open, filters, onFilters }: FieldChipProps) {
  const values = filters.fields?.[field.id] ?? [];
  const set = (next: string[]) => {
    const rest = Object.fromEntries(Object.entries(filters.fields ?? {}).filter(([id]) => id !== field.id));
    const fields = next.length > 0 ? { ...rest, [field.id]: next } : rest;
    onFilters({ fields: Object.keys(fields).length > 0 ? fields : undefined });
  };
  if (field.kind === 'date') return <FilterDay label={field.name} value={values[0] ?? null} onChange={(day) => set(day ? [day] : [])} />;
  const options = field.kind === 'person' ? people : field.choices.map((choice) => ({ value: choice, label: choice }));
  return <FilterChip label={field.name} options={options} values={values} onChange={set} defaultOpen={open} free={field.kind === 'text' || field.kind === 'number'} />;
}
