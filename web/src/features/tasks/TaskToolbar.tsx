import { t } from '@lingui/core/macro';
import { useCallback } from 'react';
import type { TaskPriority, TaskStatus } from '~/lib/models';
import { useMe } from '~/lib/me';
import { personName, usePeople } from '~/lib/people';
import { useStaff } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { ClearFilters, FilterChip, FilterSearch } from '~/ui/FilterBar';
import { Toolbar } from '~/ui/PageHeader';
import { isFiltered, type TaskFilters } from './filters';
import { priorityOptions, statusOptions } from './marks';

interface Props {
  filters: TaskFilters;
  onFilters: (filters: TaskFilters) => void;
}

/** The filters that board and list share. */
export function TaskToolbar({ filters, onFilters }: Props) {
  const { user } = useMe();
  const { people } = usePeople();
  const staff = useStaff();
  const set = useCallback((change: TaskFilters) => onFilters({ ...filters, ...change }), [filters, onFilters]);
  const search = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const sorted = people.toSorted((a, b) => Number(b.id === user.id) - Number(a.id === user.id));
  return (
    <Toolbar>
      <FilterSearch value={filters.q ?? ''} onChange={search} label={t`Filter tasks by text`} />
      <FilterChip label={t`Status`} options={statusOptions()} values={filters.status ?? []} onChange={(status) => set({ status: status as TaskStatus[] })} />
      <FilterChip label={t`Priority`} options={priorityOptions(false)} values={filters.priority ?? []} onChange={(priority) => set({ priority: priority as TaskPriority[] })} />
      {staff ? (
        <FilterChip
          label={t`Assignee`}
          options={sorted.map((person) => ({
            value: person.id,
            label: personName(person),
            icon: <Mark id={person.id} name={personName(person)} />,
            ...(person.id === user.id ? { hint: t`you` } : {}),
          }))}
          values={filters.assignee ?? []}
          onChange={(assignee) => set({ assignee })}
        />
      ) : null}
      {isFiltered(filters) ? <ClearFilters onClear={() => onFilters({})} /> : null}
    </Toolbar>
  );
}
