import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
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
          params: { query: { projectId, ...toQuery(filters), status: [status], sort: 'position', limit: CARD_PAGE, ...cursorOf(pageParam) } },
        }),
      ),
    ...pageParams,
  });
}

export function boardQuery(projectId: string, filters: TaskFilters) {
  const { status: _, ...query } = toQuery(filters);
  return queryOptions({
    queryKey: key('tasks', projectId, 'board', filters),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/board', { params: { path: { id: projectId }, query } })),
  });
}

export const DEFAULT_SORT = '-createdAt';

export function listQuery(projectId: string, filters: TaskFilters, sort: string) {
  return infiniteQueryOptions({
    queryKey: key('tasks', projectId, 'list', filters, sort),
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/project/tasks', { params: { query: { projectId, ...toQuery(filters), sort, limit: LIST_PAGE, ...cursorOf(pageParam) } } })),
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
      fetchAll((cursor) => ok(api.GET('/api/project/tasks', { params: { query: { parentId: taskId, sort: 'position', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export function checklistQuery(taskId: string) {
  return queryOptions({
    queryKey: key('checklist', taskId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/task-checklists', { params: { query: { taskId, sort: 'position', limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
  });
}

/** A few tasks whose title or text matches, for the palette. */
export async function searchTasks(q: string) {
  const page = await ok(api.GET('/api/project/tasks', { params: { query: { q, limit: 8 } } }));
  return page.items;
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
