import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ok } from './client';
import type { BoardStatus, CustomField } from './models';
import { fetchAll, key } from './query';

/** What a project's people made their own; every view over its tasks reads the same copy. Live hints refresh it. */

const STALE_MS = 5 * 60_000;

/** The project's own statuses in board order; none means the six of every project. */
export function statusesQuery(projectId: string) {
  return queryOptions({
    queryKey: key('statuses', projectId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/project-statuses', { params: { query: { projectId: [projectId], sort: 'position', limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
    staleTime: STALE_MS,
  });
}

/** The fields that the project's tasks have besides those of every task. */
export function customFieldsQuery(projectId: string) {
  return queryOptions({
    queryKey: key('custom-fields', projectId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/custom-fields', { params: { query: { projectId: [projectId, 'null'], sort: 'position', limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
    staleTime: STALE_MS,
  });
}

const NO_STATUSES: BoardStatus[] = [];
const NO_FIELDS: CustomField[] = [];

export function useStatuses(projectId: string | null): BoardStatus[] {
  return useQuery({ ...statusesQuery(projectId ?? ''), enabled: projectId !== null }).data ?? NO_STATUSES;
}

export function useCustomFields(projectId: string | null): CustomField[] {
  return useQuery({ ...customFieldsQuery(projectId ?? ''), enabled: projectId !== null }).data ?? NO_FIELDS;
}

/** Whether the project's transitions let a task go from the one status to the other. */
export function mayGo(statuses: readonly BoardStatus[], from: string | null, to: string | null): boolean {
  const next = statuses.find((status) => status.id === from)?.nextIds;
  return from === to || !next || to === null || next.includes(to);
}
