import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { paths } from '~/api/schema';
import { api, ok } from '~/lib/client';
import type { TaskStatus, User } from '~/lib/models';
import { fetchAll, key, pageParams, queryClient } from '~/lib/query';
import { OPEN_STATUSES } from '~/lib/taskFilters';
import { type TaskFilters, toQuery } from './filters';

const CARD_PAGE = 100;
const LIST_PAGE = 100;
const cursorOf = (cursor: string | null) => (cursor ? { cursor } : {});

/** A column of the board: one of the project's own statuses, or one of the six for the cards that have none of those. */
export interface ColumnPlace {
  /** The own status, else the one of the six: what a task's `statusId ?? status` is compared with. */
  id: string;
  status: TaskStatus;
  statusId: string | null;
  /** The board has columns of its own besides this one. */
  mixed: boolean;
}

/** The cards of one column in board order, a page at a time. */
export function columnQuery(projectId: string, { id, status, statusId, mixed }: ColumnPlace, filters: TaskFilters) {
  const place = statusId ? { statusId: [statusId] } : { status: [status], ...(mixed ? { statusId: ['null' as const] } : {}) };
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'column', id, filters),
    queryFn: ({ pageParam }) => {
      const { status: _status, statusId: _own, ...narrowed } = toQuery(filters);
      return ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], ...narrowed, ...place, sort: 'position', limit: CARD_PAGE, ...cursorOf(pageParam) } } }));
    },
    ...pageParams,
  });
}

/** How many cards each column has in all, without filters. */
export function boardQuery(projectId: string) {
  return queryOptions({
    queryKey: key('tasks', projectId, 'board'),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/board', { params: { path: { id: projectId } } })),
  });
}

export const DEFAULT_SORT = '-createdAt';

type Sort = NonNullable<NonNullable<paths['/api/project/tasks']['get']['parameters']['query']>['sort']>;
type Ascending = Exclude<Sort, `-${string}`>;
const SORTS: readonly string[] = [
  'title',
  'priority',
  'status',
  'dueDate',
  'startDate',
  'createdAt',
  'updatedAt',
  'completedAt',
  'assigneeId',
  'estimateMinutes',
  'progress',
  'storyPoints',
] satisfies Ascending[];

/** An address may say anything; the API answers an unknown order with an error. Custom fields are sorted by as `field.<id>`. */
function knownSort(sort: string): Sort {
  const name = sort.replace(/^-/, '');
  return SORTS.includes(name) || /^field\.[0-9a-f-]{36}$/.test(name) ? (sort as Sort) : DEFAULT_SORT;
}

export function listQuery(projectId: string, filters: TaskFilters, sort: string) {
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'list', filters, sort),
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], ...toQuery(filters), sort: knownSort(sort), limit: LIST_PAGE, ...cursorOf(pageParam) } } })),
    ...pageParams,
  });
}

/** The labels in use in a project, the most used first. */
export function labelsQuery(projectId: string) {
  return queryOptions({
    queryKey: key('labels', projectId),
    queryFn: async () => (await ok(api.GET('/api/project/projects/{id}/labels', { params: { path: { id: projectId } } }))).labels.map((label) => label.name),
    staleTime: 60_000,
  });
}

const NO_LABELS: string[] = [];

export function useLabels(projectId: string | null): string[] {
  return useQuery({ ...labelsQuery(projectId ?? ''), enabled: projectId !== null }).data ?? NO_LABELS;
}

/** Whose tasks a project has. */
function assigneesQuery(projectId: string) {
  return queryOptions({
    queryKey: key('assignees', projectId),
    queryFn: async () => (await ok(api.GET('/api/project/projects/{id}/assignees', { params: { path: { id: projectId } } }))).assignees.map((one) => one.userId),
    staleTime: 60_000,
  });
}

/** As many are asked for by one address. */
const MOST_STRANGERS = 100;

/** Those of them who are none of these people: they have left the organization, or are not shown to whoever looks. */
export function useStrangers(projectId: string | null, people: readonly User[]): string[] {
  const assignees = useQuery({ ...assigneesQuery(projectId ?? ''), enabled: projectId !== null }).data;
  return useMemo(() => {
    const known = new Set(people.map((person) => person.id));
    return (projectId === null ? [] : (assignees ?? [])).filter((id) => !known.has(id)).slice(0, MOST_STRANGERS);
  }, [projectId, assignees, people]);
}

/** Open tasks of a person, in all projects or in those of the filters. */
/** What of mine is open, as the query of `GET /api/project/tasks`. */
export function myTasksFilter(userId: string, filters: TaskFilters) {
  const open = filters.status?.length ? {} : { status: OPEN_STATUSES };
  return { ...open, ...toQuery(filters), assigneeId: [userId], sort: 'dueDate' as const };
}

export function myTasksQuery(userId: string, filters: TaskFilters) {
  return queryOptions({
    queryKey: key('my-tasks', userId, filters),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/tasks', { params: { query: { ...myTasksFilter(userId, filters), limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export function taskQuery(id: string) {
  return queryOptions({
    queryKey: key('task', id),
    queryFn: () => ok(api.GET('/api/project/tasks/{id}', { params: { path: { id } } })),
  });
}

export function subtasksQuery(taskId: string) {
  return queryOptions({
    queryKey: key('subtasks', taskId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/tasks', { params: { query: { parentId: [taskId], sort: 'position', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export function checklistQuery(taskId: string) {
  return queryOptions({
    queryKey: key('checklist', taskId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/task-checklists', { params: { query: { taskId: [taskId], sort: 'position', limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
  });
}

/** A few tasks whose title or text matches, for the palette. */
export async function searchTasks(q: string) {
  const page = await ok(api.GET('/api/project/tasks', { params: { query: { q, limit: 8 } } }));
  return page.items;
}

/** Tasks of the project that may become a parent: the newest, or those that match. */
export function parentsQuery(projectId: string, q: string) {
  return queryOptions({
    queryKey: key('parents', projectId, q),
    queryFn: async () => {
      const page = await ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], ...(q ? { q } : {}), sort: '-createdAt', limit: 30 } } }));
      return page.items;
    },
  });
}

/** What a task may be linked to: those of its project first; what is typed is looked for in every project. */
export function linkableQuery(projectId: string, q: string) {
  return queryOptions({
    queryKey: key('linkable', projectId, q),
    queryFn: async () => {
      const anywhere = q ? ok(api.GET('/api/project/tasks', { params: { query: { q, sort: '-createdAt', limit: 30 } } })) : null;
      const here = await queryClient.fetchQuery({ ...parentsQuery(projectId, q), staleTime: 0 });
      return [...here, ...((await anywhere)?.items.filter((task) => task.projectId !== projectId) ?? [])];
    },
  });
}

export function projectNamesQuery() {
  return queryOptions({
    queryKey: key('project-names'),
    queryFn: async () => {
      const projects = await fetchAll((cursor) =>
        ok(api.GET('/api/project/projects', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } })),
      );
      return new Map(projects.map((project) => [project.id, project.name]));
    },
    staleTime: 5 * 60_000,
  });
}
