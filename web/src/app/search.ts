import type { ProjectStatus } from '~/lib/models';
import { type FilterSearch, filterSearch, tidy } from '~/lib/taskFilters';

/** What an address may say after its `?`. Lists are joined by commas, so that links stay readable; what is not known is dropped. */

const PROJECT_STATUSES: readonly string[] = ['planning', 'active', 'on_hold', 'completed', 'cancelled', 'archived'] satisfies ProjectStatus[];
export const VIEWS = ['overview', 'board', 'list', 'timeline', 'calendar', 'milestones', 'money', 'risks', 'people', 'settings'] as const;
export type View = (typeof VIEWS)[number];

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function split<T extends string>(value: string | undefined, known?: readonly string[]): T[] | undefined {
  const parts = (value ?? '').split(',').filter((part) => part !== '' && (!known || known.includes(part)));
  return parts.length > 0 ? (parts as T[]) : undefined;
}

export function join(values: readonly string[] | undefined): string | undefined {
  return values && values.length > 0 ? values.join(',') : undefined;
}

const only = (value: unknown, known: readonly string[]) => join(split(text(value), known));

/** How a view over tasks is shown, besides what it is narrowed to. */
export interface ShowSearch {
  sort?: string | undefined;
  /** The list's groups. */
  group?: string | undefined;
  /** The list's columns, joined by commas. */
  columns?: string | undefined;
  /** Subtasks below their task instead of each in its place. */
  tree?: true | undefined;
  /** The board's lanes. */
  lanes?: string | undefined;
}

export interface ProjectSearch extends FilterSearch, ShowSearch {
  view?: View | undefined;
  /** The saved view that was picked. */
  saved?: string | undefined;
  whole?: true | undefined;
}

/** What a saved view keeps of the address. */
export const VIEW_KEYS = ['q', 'status', 'priority', 'assignee', 'label', 'milestone', 'due', 'project', 'fields', 'sort', 'group', 'columns', 'tree', 'lanes'] as const satisfies (keyof ProjectSearch)[];

const showSearch = (raw: Record<string, unknown>): ShowSearch => ({
  sort: text(raw['sort']),
  group: text(raw['group']),
  columns: text(raw['columns']),
  tree: raw['tree'] === true ? true : undefined,
  lanes: text(raw['lanes']),
});

export function projectSearch(raw: Record<string, unknown>): ProjectSearch {
  return tidy({
    view: VIEWS.find((view) => view === raw['view'] && view !== 'board'),
    ...filterSearch(raw),
    ...showSearch(raw),
    saved: text(raw['saved']),
    whole: raw['whole'] === true ? true : undefined,
  });
}

export interface MyWorkSearch extends FilterSearch {
  saved?: string | undefined;
  whole?: true | undefined;
}

export function myWorkSearch(raw: Record<string, unknown>): MyWorkSearch {
  return tidy({ ...filterSearch(raw), saved: text(raw['saved']), whole: raw['whole'] === true ? true : undefined });
}

export interface ProjectsSearch {
  q?: string | undefined;
  status?: string | undefined;
  sort?: string | undefined;
}

export function projectsSearch(raw: Record<string, unknown>): ProjectsSearch {
  return tidy({ q: text(raw['q']), status: only(raw['status'], PROJECT_STATUSES), sort: text(raw['sort']) });
}

/** What the activity log is narrowed to. */
export interface LogSearch {
  q?: string | undefined;
  /** Lists, joined by commas. */
  person?: string | undefined;
  action?: string | undefined;
  kind?: string | undefined;
  /** One record, by its id. */
  record?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const day = (value: unknown) => (typeof value === 'string' && DAY.test(value) ? value : undefined);

export function logSearch(raw: Record<string, unknown>): LogSearch {
  return tidy({
    q: text(raw['q']),
    person: text(raw['person']),
    action: text(raw['action']),
    kind: text(raw['kind']),
    record: text(raw['record']),
    from: day(raw['from']),
    to: day(raw['to']),
  });
}
