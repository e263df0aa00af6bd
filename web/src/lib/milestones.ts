import { queryOptions } from '@tanstack/react-query';
import { api, ok } from './client';
import { fetchAll, key } from './query';

/** The milestones of a project by date. Their own tab, the timeline and the calendar show the same copy. */
export function milestonesQuery(projectId: string) {
  return queryOptions({
    queryKey: key('milestones', projectId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/milestones', { params: { query: { projectId: [projectId], sort: 'dueDate', limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
  });
}
