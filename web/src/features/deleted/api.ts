import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import { key, pageParams } from '~/lib/query';

const AT_ONCE = 50;

/** What was deleted of a project's tasks, the last first. */
export function deletedTasksQuery(projectId: string) {
  return infiniteQueryOptions({
    queryKey: key('deleted tasks', projectId),
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], deleted: true, sort: '-updatedAt', limit: AT_ONCE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    ...pageParams,
    staleTime: 0,
  });
}

/** The deleted projects, the last first. */
export function deletedProjectsQuery() {
  return infiniteQueryOptions({
    queryKey: key('deleted projects'),
    queryFn: ({ pageParam }) => ok(api.GET('/api/project/projects', { params: { query: { deleted: true, sort: '-updatedAt', limit: AT_ONCE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    ...pageParams,
    staleTime: 0,
  });
}
