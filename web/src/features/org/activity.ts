import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { Day } from '~/lib/dates';
import { isObject } from '~/lib/evidence';
import type { LogEntry } from '~/lib/models';
import { key, pageParams } from '~/lib/query';

/** What the log is narrowed to. Days are the reader's own, from their midnight on. */
export interface LogFilters {
  q?: string | undefined;
  people?: string[] | undefined;
  actions?: string[] | undefined;
  kinds?: string[] | undefined;
  /** One record, by its id. */
  record?: string | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
}

const PAGE = 60;

/** The midnight that begins a day where the reader is; `after` more days on. */
function midnight(day: Day, after = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + after).toISOString();
}

/** The filters as the API reads them; the last day is included whole. */
export function logQueryOf({ q, people, actions, kinds, record, from, to }: LogFilters) {
  return {
    ...(q ? { q } : {}),
    ...(people?.length ? { userId: people } : {}),
    ...(actions?.length ? { action: actions } : {}),
    ...(kinds?.length ? { entityType: kinds } : {}),
    ...(record ? { entityId: [record] } : {}),
    ...(from ? { createdAtAfter: midnight(from) } : {}),
    ...(to ? { createdAtBefore: midnight(to, 1) } : {}),
  };
}

/** The log is written by a reader of events, a moment after what it tells of, and no event tells of that. */
const LOOK_AGAIN_MS = 4000;

/** As long as the newest page alone is shown it follows the log. */
export function logQuery(filters: LogFilters) {
  return infiniteQueryOptions({
    queryKey: key('log', filters),
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/auth/activity-logs', { params: { query: { ...logQueryOf(filters), sort: '-createdAt', limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    ...pageParams,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : LOOK_AGAIN_MS),
  });
}

/** What happened to one record, the newest first. */
export function recordLogQuery(entityId: string) {
  return queryOptions({
    queryKey: key('log of', entityId),
    queryFn: async (): Promise<LogEntry[]> => (await ok(api.GET('/api/auth/activity-logs', { params: { query: { entityId: [entityId], sort: '-createdAt', limit: 50 } } }))).items,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function facetsQuery() {
  return queryOptions({ queryKey: key('log facets'), queryFn: () => ok(api.GET('/api/auth/activity-logs/facets')), staleTime: 60_000 });
}

export interface Change {
  field: string;
  before: unknown;
  after: unknown;
  /** The log names the field and keeps its values back: they are not every Organizer's to read. */
  private: boolean;
}

/** The fields that an entry says were changed: of a new record what it is, of a deleted one what it was. The log is free JSON, so it is read with care. */
export function changesOf({ metadata }: Pick<LogEntry, 'metadata'>): Change[] {
  const changes = metadata?.['changes'];
  if (!isObject(changes)) return [];
  return Object.entries(changes).map(([field, change]) => {
    const sides = isObject(change) ? change : {};
    return { field, before: sides['before'], after: sides['after'], private: Object.keys(sides).length === 0 };
  });
}

/** What an entry says that names its record among others of its kind. */
function factsOf({ metadata }: Pick<LogEntry, 'metadata'>): Record<string, unknown> {
  const record = metadata?.['record'];
  return isObject(record) ? record : {};
}

/** What the record of an entry is called, where the log knows. */
export function calledIn(entry: Pick<LogEntry, 'metadata'>): string | undefined {
  const facts = factsOf(entry);
  return ['title', 'name', 'email'].map((field) => facts[field]).find((value) => typeof value === 'string');
}

/** The API token by which a program acted for the person. */
export function tokenOf({ metadata }: Pick<LogEntry, 'metadata'>): string | undefined {
  const id = metadata?.['tokenId'];
  return typeof id === 'string' ? id : undefined;
}

const APART = new Set(['changes', 'record', 'requestId', 'tokenId']);

/** What an entry tells beside the changed fields; `requestId` and the token are said apart. */
export function detailsOf(entry: Pick<LogEntry, 'metadata'>): [string, unknown][] {
  const changed = new Set(changesOf(entry).map((change) => change.field));
  const facts = Object.entries(factsOf(entry)).filter(([name]) => !changed.has(name));
  const more = Object.entries(entry.metadata ?? {}).filter(([name, value]) => !APART.has(name) && value !== null && value !== '');
  return [...facts, ...more];
}
