import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { Import } from '~/lib/models';
import { key } from '~/lib/query';

export type ImportSource = 'jira-csv' | 'trello-json';

export interface ImportRequest {
  file: File;
  source: ImportSource;
  projectId?: string;
  projectName?: string;
  dryRun: boolean;
}

export function startImport(request: ImportRequest): Promise<{ id: string }> {
  const form = new FormData();
  form.set('file', request.file);
  form.set('source', request.source);
  if (request.projectId) form.set('projectId', request.projectId);
  if (request.projectName) form.set('projectName', request.projectName);
  form.set('dryRun', String(request.dryRun));
  return ok(
    api.POST('/api/project/imports', {
      // The document describes the parts one by one; the browser sends them as the form they are.
      body: form as unknown as never,
      bodySerializer: (body: unknown) => body as FormData,
    }),
  );
}

export function isOver(job: Pick<Import, 'status'> | undefined): boolean {
  return job?.status === 'succeeded' || job?.status === 'failed';
}

const POLL_MS = 700;

/** Asked again until it is over; live hints make that sooner. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: key('import', id),
    queryFn: () => ok(api.GET('/api/project/imports/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (isOver(query.state.data) ? false : POLL_MS),
    staleTime: 0,
  });
}
