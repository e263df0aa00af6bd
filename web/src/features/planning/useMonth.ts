import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { milestonesQuery } from '~/lib/milestones';
import type { Milestone, Task } from '~/lib/models';
import { flatten } from '~/lib/query';
import type { TaskFilters } from '~/lib/taskFilters';
import { monthQuery, type Part } from './api';
import { numberOf, type Span } from './time';

export interface TaskEntry {
  kind: 'task';
  id: string;
  task: Task;
  span: Span;
}

export interface MilestoneEntry {
  kind: 'milestone';
  id: string;
  milestone: Milestone;
  span: Span;
}

export type Entry = TaskEntry | MilestoneEntry;

/** Of the tasks that are due in a month, and of those that run on, it shows the first so many; a page is two hundred. */
const MOST_PAGES = 10;
const NONE: Milestone[] = [];

function usePart(projectId: string, filters: TaskFilters, from: number, to: number, part: Part) {
  const query = useInfiniteQuery(monthQuery(projectId, filters, from, to, part));
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && pages > 0 && pages < MOST_PAGES && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, pages, isFetchingNextPage, isError, fetchNextPage]);
  return query;
}

/** What lies in a range of days: tasks from their start to their due date, or on the one of the two that they have, and milestones on their day. */
export function useMonth(projectId: string, filters: TaskFilters, from: number, to: number) {
  const due = usePart(projectId, filters, from, to, 'due');
  const running = usePart(projectId, filters, from, to, 'running');
  const begun = usePart(projectId, filters, from, to, 'begun');
  const milestones = useQuery(milestonesQuery(projectId)).data ?? NONE;
  const entries = useMemo<Entry[]>(() => {
    const tasks = new Map([...flatten(due.data), ...flatten(running.data), ...flatten(begun.data)].map((task) => [task.id, task]));
    return [
      ...milestones.flatMap((milestone): Entry[] => {
        const day = numberOf(milestone.dueDate);
        return day === null ? [] : [{ kind: 'milestone', id: milestone.id, milestone, span: { start: day, end: day } }];
      }),
      ...[...tasks.values()].flatMap((task): Entry[] => {
        const end = numberOf(task.dueDate) ?? numberOf(task.startDate);
        return end === null ? [] : [{ kind: 'task', id: task.id, task, span: { start: Math.min(numberOf(task.startDate) ?? end, end), end } }];
      }),
    ];
  }, [due.data, running.data, begun.data, milestones]);
  const beyond = [due, running, begun].some((part) => part.hasNextPage && (part.data?.pages.length ?? 0) >= MOST_PAGES);
  const count = entries.filter((entry) => entry.kind === 'task').length;
  return { entries, beyond, count, isPending: due.isPending, error: due.error ?? running.error ?? begun.error, hasData: due.data !== undefined, retry: () => void Promise.all([due.refetch(), running.refetch(), begun.refetch()]) };
}
