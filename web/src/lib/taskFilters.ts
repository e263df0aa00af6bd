import { addDays, type Day, dayOf, today, weekday } from './dates';
import type { Task, TaskPriority, TaskStatus } from './models';

/**
 * What a view over tasks is narrowed to. It lives in the address, so that a link shows the same, and in saved views. `NONE` among values asks for
 * tasks without one; `ME` is whoever looks.
 */
export interface TaskFilters {
  q?: string | undefined;
  status?: TaskStatus[] | undefined;
  /** A project's own statuses. With these, `status` says nothing. */
  statusId?: string[] | undefined;
  priority?: (TaskPriority | 'null')[] | undefined;
  assignee?: string[] | undefined;
  label?: string[] | undefined;
  milestone?: string[] | undefined;
  /** `overdue`, `today`, `week` (Monday to Sunday), or `2026-11-01..2026-11-30` with either end left open. */
  due?: string | undefined;
  project?: string[] | undefined;
  /** Only tasks that lie below no other; how a view is shown, so it is not in the address's filters. */
  top?: true | undefined;
  /** Values of custom fields by their id. */
  fields?: Readonly<Record<string, string[]>> | undefined;
}

export const NONE = 'null';
export const ME = 'me';
export const STATUSES: TaskStatus[] = ['backlog', 'todo', 'in_progress', 'in_review', 'done', 'cancelled'];
export const OPEN_STATUSES: TaskStatus[] = ['backlog', 'todo', 'in_progress', 'in_review'];
export const PRIORITIES: TaskPriority[] = ['urgent', 'high', 'medium', 'low'];

/** The same filters as an address has them: lists joined by commas. */
export interface FilterSearch {
  q?: string | undefined;
  status?: string | undefined;
  priority?: string | undefined;
  assignee?: string | undefined;
  label?: string | undefined;
  milestone?: string | undefined;
  due?: string | undefined;
  project?: string | undefined;
  fields?: string | undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const SPAN = /^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$/;

const filled = <T>(list: readonly T[] | undefined): list is readonly T[] => list !== undefined && list.length > 0;

export function pack(values: readonly string[] | undefined): string | undefined {
  return filled(values) ? values.map((value) => value.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',') : undefined;
}

export function unpack(text: string | undefined): string[] | undefined {
  const values = (text ?? '')
    .split(',')
    .filter((value) => value !== '')
    .map((value) => value.replaceAll('%2C', ',').replaceAll('%25', '%'));
  return filled(values) ? [...values] : undefined;
}

function known<T extends string>(values: string[] | undefined, test: (value: string) => boolean): T[] | undefined {
  const found = values?.filter(test);
  return filled(found) ? (found as T[]) : undefined;
}

/** The filters of an address. What is not known is dropped. */
export function readFilters(search: FilterSearch): TaskFilters {
  const statuses = unpack(search.status);
  const id = (value: string) => UUID.test(value);
  return tidy({
    q: search.q,
    status: known<TaskStatus>(statuses, (value) => (STATUSES as string[]).includes(value)),
    statusId: known(statuses, id),
    priority: known<TaskPriority | 'null'>(unpack(search.priority), (value) => value === NONE || (PRIORITIES as string[]).includes(value)),
    assignee: known(unpack(search.assignee), (value) => value === NONE || value === ME || id(value)),
    label: unpack(search.label),
    milestone: known(unpack(search.milestone), (value) => value === NONE || id(value)),
    due: search.due && (['overdue', 'today', 'week'].includes(search.due) || (SPAN.test(search.due) && search.due !== '..')) ? search.due : undefined,
    project: known(unpack(search.project), id),
    fields: readFields(search.fields),
  });
}

function readFields(text: string | undefined): Record<string, string[]> | undefined {
  const entries = (text ?? '').split(';').flatMap((part) => {
    const at = part.indexOf(':');
    const values = unpack(part.slice(at + 1).replaceAll('%3B', ';'));
    return at > 0 && UUID.test(part.slice(0, at)) && values ? [[part.slice(0, at), values] as const] : [];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The filters for an address; names every key, so that spreading it over a search also clears. */
export function writeFilters(filters: TaskFilters): { [Name in keyof Required<FilterSearch>]: string | undefined } {
  const fields = Object.entries(filters.fields ?? {}).flatMap(([id, values]) => {
    const packed = pack(values)?.replaceAll(';', '%3B');
    return packed ? [`${id}:${packed}`] : [];
  });
  return {
    q: filters.q || undefined,
    status: pack(filled(filters.statusId) ? filters.statusId : filters.status),
    priority: pack(filters.priority),
    assignee: pack(filters.assignee),
    label: pack(filters.label),
    milestone: pack(filters.milestone),
    due: filters.due,
    project: pack(filters.project),
    fields: fields.length > 0 ? fields.join(';') : undefined,
  };
}

/** Keeps the texts that an address may hold as filters. */
export function filterSearch(raw: Record<string, unknown>): FilterSearch {
  const text = (name: string) => {
    const value = raw[name];
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;
  };
  const search = Object.fromEntries(['q', 'status', 'priority', 'assignee', 'label', 'milestone', 'due', 'project', 'fields'].map((name) => [name, text(name)]));
  return tidy(writeFilters(readFilters(search)));
}

/** Without the keys that hold nothing: two equal filters then look the same. */
export function tidy<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as T;
}

export function isFiltered(filters: TaskFilters): boolean {
  return Object.values(writeFilters(filters)).some((value) => value !== undefined);
}

/** Sunday of this week, weeks beginning on Monday. */
export function endOfWeek(now: Day): Day {
  return addDays(now, (7 - weekday(now)) % 7);
}

/** The filters with "me" and "this week" as they are for this reader now: what a request is made of, and a cache is kept under. */
export function resolveFilters(filters: TaskFilters, me: string, now: Day = today()): TaskFilters {
  const spans: Record<string, string> = { overdue: `..${addDays(now, -1)}`, today: `${now}..${now}`, week: `${addDays(endOfWeek(now), -6)}..${endOfWeek(now)}` };
  const late = filters.due === 'overdue' && !filled(filters.status) && !filled(filters.statusId);
  return tidy({
    ...filters,
    assignee: filters.assignee?.map((id) => (id === ME ? me : id)),
    due: filters.due ? (spans[filters.due] ?? filters.due) : undefined,
    // What is done is not late.
    status: late ? OPEN_STATUSES : filters.status,
  });
}

/** The days of resolved filters: [from, to], both included. */
export function dueSpan(filters: TaskFilters): [from: Day | null, to: Day | null] {
  const match = SPAN.exec(filters.due ?? '');
  return [match?.[1] ?? null, match?.[2] ?? null];
}

type Query = {
  q?: string;
  status?: TaskStatus[];
  statusId?: string[];
  priority?: (TaskPriority | 'null')[];
  assigneeId?: string[];
  label?: string[];
  unlabelled?: boolean;
  milestoneId?: string[];
  projectId?: string[];
  parentId?: 'null'[];
  dueDateAfter?: string;
  dueDateBefore?: string;
};

/** Resolved filters as the query of `GET /api/project/tasks`. */
export function toQuery(filters: TaskFilters): Query {
  const [from, to] = dueSpan(filters);
  const own = filled(filters.statusId);
  return {
    ...(filters.q ? { q: filters.q } : {}),
    ...(own ? { statusId: [...(filters.statusId ?? [])] } : filled(filters.status) ? { status: [...filters.status] } : {}),
    ...(filled(filters.priority) ? { priority: [...filters.priority] } : {}),
    ...(filled(filters.assignee) ? { assigneeId: [...filters.assignee] } : {}),
    // Tasks without a label are asked for by themselves: the API has no "none or one of these".
    ...(filled(filters.label) ? (filters.label[0] === NONE ? { unlabelled: true } : { label: [...filters.label] }) : {}),
    ...(filled(filters.milestone) ? { milestoneId: [...filters.milestone] } : {}),
    ...(filled(filters.project) ? { projectId: [...filters.project] } : {}),
    ...(filters.top ? { parentId: [NONE] } : {}),
    ...(from ? { dueDateAfter: `${from}T00:00:00Z` } : {}),
    ...(to ? { dueDateBefore: `${addDays(to, 1)}T00:00:00Z` } : {}),
    // Custom fields are parameters named after them: `field.<id>`.
    ...Object.fromEntries(Object.entries(filters.fields ?? {}).map(([id, values]) => [`field.${id}`, values])),
  };
}

const holds = (values: readonly string[] | undefined, value: string | null | undefined) => !filled(values) || values.includes(value ?? NONE);

/** Whether a task belongs under resolved filters. Text is the server's to judge: with it the answer is unknown. */
export function matches(task: Task, filters: TaskFilters): boolean | 'unknown' {
  const [from, to] = dueSpan(filters);
  const day = dayOf(task.dueDate);
  const fits =
    (filled(filters.statusId) ? holds(filters.statusId, task.statusId) : holds(filters.status, task.status)) &&
    holds(filters.priority, task.priority) &&
    holds(filters.assignee, task.assigneeId) &&
    holds(filters.milestone, task.milestoneId) &&
    holds(filters.project, task.projectId) &&
    (!filters.top || task.parentId === null) &&
    (!filled(filters.label) || (filters.label[0] === NONE ? task.labels.length === 0 : task.labels.some((label) => filters.label?.includes(label)))) &&
    (!from || (day !== null && day >= from)) &&
    (!to || (day !== null && day <= to)) &&
    Object.entries(filters.fields ?? {}).every(([id, values]) => holds(values, fieldText(task.fields[id])));
  if (!fits) return false;
  return filters.q ? 'unknown' : true;
}

function fieldText(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
