import type { TaskPriority, TaskStatus, ProjectStatus } from '~/lib/models';

/** What an address may say after its `?`. Lists are joined by commas, so that links stay readable; what is not known is dropped. */

const TASK_STATUSES: readonly string[] = ['backlog', 'todo', 'in_progress', 'in_review', 'done', 'cancelled'] satisfies TaskStatus[];
const TASK_PRIORITIES: readonly string[] = ['urgent', 'high', 'medium', 'low'] satisfies TaskPriority[];
const PROJECT_STATUSES: readonly string[] = ['planning', 'active', 'on_hold', 'completed', 'cancelled', 'archived'] satisfies ProjectStatus[];
export const VIEWS = ['overview', 'board', 'list', 'milestones', 'people'] as const;
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

export interface ProjectSearch {
  view?: View | undefined;
  q?: string | undefined;
  status?: string | undefined;
  priority?: string | undefined;
  assignee?: string | undefined;
  sort?: string | undefined;
  whole?: true | undefined;
}

function tidy<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

export function projectSearch(raw: Record<string, unknown>): ProjectSearch {
  return tidy({
    view: VIEWS.find((view) => view === raw['view'] && view !== 'board'),
    q: text(raw['q']),
    status: only(raw['status'], TASK_STATUSES),
    priority: only(raw['priority'], TASK_PRIORITIES),
    assignee: text(raw['assignee']),
    sort: text(raw['sort']),
    whole: raw['whole'] === true ? true : undefined,
  });
}

export interface ProjectsSearch {
  q?: string | undefined;
  status?: string | undefined;
  sort?: string | undefined;
}

export function projectsSearch(raw: Record<string, unknown>): ProjectsSearch {
  return tidy({ q: text(raw['q']), status: only(raw['status'], PROJECT_STATUSES), sort: text(raw['sort']) });
}
