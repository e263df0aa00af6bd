import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { paths } from '~/api/schema';
import { api, ok } from '~/lib/client';
import type { TaskStatus } from '~/lib/models';
import { fetchAll, key, pageParams } from '~/lib/query';
import { type TaskFilters, toQuery } from './filters';

const CARD_PAGE = 100;
const LIST_PAGE = 100;
const cursorOf = (cursor: string | null) => (cursor ? { cursor } : {});

/** The cards of one column in board order, a page at a time. */
export function columnQuery(projectId: string, status: TaskStatus, filters: TaskFilters) {
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'column', status, filters),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/project/tasks', {
          params: { query: { projectId: [projectId], ...toQuery(filters), status: [status], sort: 'position', limit: CARD_PAGE, ...cursorOf(pageParam) } },
        }),
      ),
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
const SORTS: readonly string[] = ['title', '-title', 'priority', '-priority', 'dueDate', '-dueDate', 'createdAt', '-createdAt'] satisfies Sort[];

/** An address may say anything; the API answers an unknown order with an error. */
function knownSort(sort: string): Sort {
  return SORTS.includes(sort) ? (sort as Sort) : DEFAULT_SORT;
}

export function listQuery(projectId: string, filters: TaskFilters, sort: string) {
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'list', filters, sort),
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], ...toQuery(filters), sort: knownSort(sort), limit: LIST_PAGE, ...cursorOf(pageParam) } } })),
    ...pageParams,
  });
}

export function myTasksQuery(userId: string) {
  return queryOptions({
    queryKey: key('my-tasks', userId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(
          api.GET('/api/project/tasks', {
            params: {
              query: { assigneeId: [userId], status: ['backlog', 'todo', 'in_progress', 'in_review'], sort: 'dueDate', limit: 200, ...(cursor ? { cursor } : {}) },
            },
          }),
        ),
      ),
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
