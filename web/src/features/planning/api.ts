import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { TaskDependency } from '~/lib/models';
import { fetchAll, key, pageParams, queryClient } from '~/lib/query';
import { type TaskFilters, toQuery } from '~/lib/taskFilters';
import { toDay } from './time';

const PAGE = 200;
const cursorOf = (cursor: string | null | undefined) => (cursor ? { cursor } : {});

/** Every task of a project in the order of the board. The key is that of a list, so that what others write reaches it like any list. */
export function planQuery(projectId: string, filters: TaskFilters) {
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'list', filters, 'plan'),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/project/tasks', {
          params: { query: { ...toQuery(filters), projectId: [projectId], sort: 'position', limit: PAGE, ...cursorOf(pageParam) } },
        }),
      ),
    ...pageParams,
    // Thousands of records are compared faster by the component that shows them than all of them here after each page.
    structuralSharing: false,
  });
}

const instant = (day: number) => `${toDay(day)}T00:00:00Z`;

export type Part = 'due' | 'running' | 'begun';

/**
 * The tasks that are due in a range of days, that have begun by its end and are due later, or that begin in it and are due on no day; of
 * those that the filters leave. None of the last kind fits a filter by due date.
 */
export function monthQuery(projectId: string, filters: TaskFilters, from: number, to: number, part: Part) {
  const wanted = toQuery(filters);
  const later = (a: string | undefined, b: string) => (a !== undefined && a > b ? a : b);
  const sooner = (a: string | undefined, b: string) => (a !== undefined && a < b ? a : b);
  const span = {
    due: { dueDateAfter: later(wanted.dueDateAfter, instant(from)), dueDateBefore: sooner(wanted.dueDateBefore, instant(to + 1)) },
    running: { dueDateAfter: later(wanted.dueDateAfter, instant(to + 1)), startDateBefore: instant(to + 1) },
    begun: { noDueDate: true, startDateAfter: instant(from), startDateBefore: instant(to + 1) },
  }[part];
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'list', filters, `calendar-${part}`, from, to),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/project/tasks', {
          params: { query: { ...wanted, projectId: [projectId], ...span, sort: part === 'begun' ? ('startDate' as const) : ('dueDate' as const), limit: PAGE, ...cursorOf(pageParam) } },
        }),
      ),
    ...pageParams,
  });
}

/** How many tasks the project has. */
export function countQuery(projectId: string) {
  return queryOptions({
    queryKey: key('plan-count', projectId),
    queryFn: async () => {
      const board = await ok(api.GET('/api/project/projects/{id}/board', { params: { path: { id: projectId } } }));
      return board.columns.reduce((sum, column) => sum + column.count, 0);
    },
  });
}

/** Up to a hundred pages: the links of a project of many thousand tasks. */
export function linksQuery(projectId: string) {
  return queryOptions({
    queryKey: key('plan-links', projectId),
    queryFn: async () => {
      const found: TaskDependency[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await ok(api.GET('/api/project/task-dependencies', { params: { query: { projectId: [projectId], limit: PAGE, ...cursorOf(cursor) } } }));
        found.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor && found.length < 100 * PAGE);
      return found;
    },
  });
}

/** Early and late dates, slack and the critical path, as the server computes them. */
export function scheduleQuery(projectId: string) {
  return queryOptions({
    queryKey: key('plan-schedule', projectId),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/schedule', { params: { path: { id: projectId } } })),
  });
}

/** The working days of a project. */
export function workCalendarQuery(projectId: string) {
  return queryOptions({
    queryKey: key('plan-calendar', projectId),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/calendar', { params: { path: { id: projectId } } })),
    staleTime: 60_000,
  });
}

export function baselinesQuery(projectId: string) {
  return queryOptions({
    queryKey: key('plan-baselines', projectId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/baselines', { params: { query: { projectId: [projectId], sort: '-createdAt', limit: 50, ...cursorOf(cursor) } } }))),
  });
}

/** One baseline with the dates it keeps, which a list leaves out. */
export function baselineQuery(id: string) {
  return queryOptions({
    queryKey: key('plan-baseline', id),
    queryFn: () => ok(api.GET('/api/project/baselines/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  });
}

let recompute = 0;

/** Dates or links have changed: the schedule is asked for again when it has become quiet. */
export function rescheduleSoon(projectId: string): void {
  window.clearTimeout(recompute);
  recompute = window.setTimeout(() => void queryClient.invalidateQueries({ queryKey: key('plan-schedule', projectId) }), 400);
}
