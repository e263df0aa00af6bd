import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import type { components } from '~/api/schema';
import { api, ok } from '~/lib/client';
import { save } from '~/lib/download';
import type { Import } from '~/lib/models';
import { key } from '~/lib/query';

export type Preview = components['schemas']['ImportPreview'];
export type Mapping = Record<string, string>;

interface Look {
  file: File;
  /** Found out by what is in the file, without. */
  source?: string;
  mapping?: Mapping;
  encoding?: string;
}

export interface ImportRequest extends Look {
  source: string;
  projectId?: string;
  projectName?: string;
  dryRun: boolean;
}

/** What the file can be, by the names under which people know those tools. */
export function sources(): { value: string; label: string }[] {
  return [
    { value: 'jira-csv', label: 'Jira CSV' },
    { value: 'jira-xml', label: 'Jira XML' },
    { value: 'trello-json', label: 'Trello JSON' },
    { value: 'github-json', label: 'GitHub issues' },
    { value: 'asana-csv', label: 'Asana CSV' },
    { value: 'msproject-xml', label: 'Microsoft Project XML' },
    { value: 'csv', label: t`Any CSV` },
    { value: 'vistone-json', label: t`Vistone project` },
  ];
}

/** How letters may be written in a table that says nothing of it, by where such tables come from. */
export function encodings(): { value: string; label: string }[] {
  return [
    { value: 'utf-8', label: 'Unicode (UTF-8)' },
    { value: 'cp1252', label: t`Western Europe (Windows-1252)` },
    { value: 'cp1250', label: t`Central Europe (Windows-1250)` },
    { value: 'cp1251', label: t`Cyrillic (Windows-1251)` },
    { value: 'cp1256', label: t`Arabic (Windows-1256)` },
    { value: 'mac-roman', label: t`Older Mac (Mac Roman)` },
    { value: 'cp932', label: t`Japanese (Shift JIS)` },
    { value: 'gb18030', label: t`Chinese (GB 18030)` },
  ];
}

function formOf(request: Look & Partial<ImportRequest>): FormData {
  const form = new FormData();
  form.set('file', request.file);
  if (request.source) form.set('source', request.source);
  if (request.projectId) form.set('projectId', request.projectId);
  if (request.projectName) form.set('projectName', request.projectName);
  if (request.mapping && Object.keys(request.mapping).length > 0) form.set('mapping', JSON.stringify(request.mapping));
  if (request.encoding) form.set('encoding', request.encoding);
  if (request.dryRun !== undefined) form.set('dryRun', String(request.dryRun));
  return form;
}

/** The document describes the parts one by one; the browser sends them as the form they are. */
function sent(form: FormData): { body: never; bodySerializer: (body: unknown) => FormData } {
  return { body: form as unknown as never, bodySerializer: (body: unknown) => body as FormData };
}

export function startImport(request: ImportRequest): Promise<{ id: string }> {
  return ok(api.POST('/api/project/imports', sent(formOf(request))));
}

/** What is in the file; nothing of it is kept. */
export function lookInto(request: Look): Promise<Preview> {
  return ok(api.POST('/api/project/imports/preview', sent(formOf(request))));
}

export function isOver(job: Pick<Import, 'status'> | undefined): boolean {
  return job?.status === 'succeeded' || job?.status === 'failed';
}

/** The rows that were left, as a table to be worked through elsewhere. */
export function saveErrors(job: Import): void {
  // What a spreadsheet would run as a formula is made text.
  const cell = (text: string) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const rows = job.errors.map((error) => [String(error.row), error.field, error.message, error.skipped ? 'left out' : 'imported without it'].map(cell).join(','));
  const text = ['row,field,message,outcome', ...rows].join('\r\n');
  save(new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv' }), `${job.fileName}.errors.csv`);
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

/** The last imports that were no mere checks, newest first. */
export function earlierQuery(projectId: string | undefined) {
  return queryOptions({
    queryKey: key('imports', projectId ?? 'all'),
    queryFn: async () => {
      const query = { dryRun: [false], sort: '-createdAt' as const, limit: 5, ...(projectId ? { projectId: [projectId] } : {}) };
      return (await ok(api.GET('/api/project/imports', { params: { query } }))).items;
    },
    refetchInterval: (query) => (query.state.data?.every(isOver) === false ? POLL_MS : false),
    staleTime: 0,
  });
}
