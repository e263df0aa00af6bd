import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import type { BoardStatus, Milestone } from '~/lib/models';
import { personName } from '~/lib/people';
import { NONE, PRIORITIES, STATUSES, type TaskFilters } from '~/lib/taskFilters';
import { Mark, Nobody } from '~/ui/Avatar';
import type { Option } from '~/ui/Picker';
import { PriorityMark, priorityName, StatusMark, statusName } from './marks';
import type { People } from './people';

export const GROUPINGS = ['status', 'assignee', 'priority', 'milestone', 'label'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** One group of a list: what its tasks have in common, as filters. */
export interface Group {
  id: string;
  name: string;
  icon?: ReactNode;
  filters: TaskFilters;
  /** Shown also when nothing is in it. */
  keep: boolean;
}

export interface GroupContext {
  statuses: BoardStatus[];
  milestones: Milestone[];
  labels: string[];
  people: People;
  /** Assignees of tasks who are not among the people: those who left, and to a client everybody. */
  strangers: readonly string[];
}

export function groupingName(grouping: Grouping): string {
  const names: Record<Grouping, string> = { status: t`Status`, assignee: t`Assignee`, priority: t`Priority`, milestone: t`Milestone`, label: t`Label` };
  return names[grouping];
}

export function groupingOptions(): Option[] {
  return [{ value: '', label: t`No groups` }, ...GROUPINGS.map((grouping) => ({ value: grouping, label: groupingName(grouping) }))];
}

export function knownGrouping(text: string | undefined): Grouping | null {
  return GROUPINGS.find((grouping) => grouping === text) ?? null;
}

function all(grouping: Grouping, { statuses, milestones, labels, people, strangers }: GroupContext): Group[] {
  switch (grouping) {
    case 'status':
      return statuses.length > 0
        ? statuses.map((status) => ({ id: status.id, name: status.name, icon: <StatusMark status={status.category} />, filters: { statusId: [status.id] }, keep: true }))
        : STATUSES.map((status) => ({ id: status, name: statusName(status), icon: <StatusMark status={status} />, filters: { status: [status] }, keep: true }));
    case 'priority':
      return [...PRIORITIES, null].map((priority) => ({
        id: priority ?? NONE,
        name: priorityName(priority),
        icon: <PriorityMark priority={priority} />,
        filters: { priority: [priority ?? NONE] },
        keep: true,
      }));
    case 'assignee':
      return [
        ...people.list
          .toSorted((a, b) => Number(b.id === people.me) - Number(a.id === people.me))
          .map((person) => ({ id: person.id, name: personName(person), icon: <Mark id={person.id} name={personName(person)} />, filters: { assignee: [person.id] }, keep: false })),
        ...(strangers.length > 0 ? [{ id: 'strangers', name: people.stranger, icon: <Nobody />, filters: { assignee: [...strangers] }, keep: false }] : []),
        { id: NONE, name: t`Nobody`, icon: <Nobody />, filters: { assignee: [NONE] }, keep: false },
      ];
    case 'milestone':
      return [
        ...milestones.map((milestone) => ({ id: milestone.id, name: milestone.title, filters: { milestone: [milestone.id] }, keep: true })),
        { id: NONE, name: t`No milestone`, filters: { milestone: [NONE] }, keep: false },
      ];
    default:
      return [
        ...labels.map((label) => ({ id: `#${label}`, name: label, filters: { label: [label] }, keep: true })),
        { id: NONE, name: t`No label`, filters: { label: [NONE] }, keep: false },
      ];
  }
}

/** The groups that the filters leave, each with the filters of its own tasks. */
export function groupsOf(grouping: Grouping, filters: TaskFilters, context: GroupContext): Group[] {
  return all(grouping, context).flatMap((group) => {
    const [field = 'status', wanted = []] = (Object.entries(group.filters) as [keyof TaskFilters, string[]][])[0] ?? [];
    const given = filters[field] as string[] | undefined;
    if (given?.length && !wanted.some((value) => given.includes(value))) return [];
    if (field === 'statusId' && filters.status?.length && !context.statuses.some((status) => status.id === wanted[0] && filters.status?.includes(status.category))) return [];
    return [{ ...group, filters: { ...filters, ...group.filters, ...(given?.length ? { [field]: wanted.filter((value) => given.includes(value)) } : {}) } }];
  });
}
