import type { Task, TaskPriority, TaskStatus } from '~/lib/models';
import { can } from '~/lib/policy';

/** What a list or board of tasks is narrowed to; it lives in the address, so that a link shows the same. */
export interface TaskFilters {
  q?: string | undefined;
  status?: TaskStatus[] | undefined;
  priority?: TaskPriority[] | undefined;
  assignee?: string[] | undefined;
}

export const STATUSES: TaskStatus[] = ['backlog', 'todo', 'in_progress', 'in_review', 'done', 'cancelled'];
export const PRIORITIES: TaskPriority[] = ['urgent', 'high', 'medium', 'low'];

const filled = <T,>(list: readonly T[] | undefined): list is readonly T[] => list !== undefined && list.length > 0;

export function isFiltered(filters: TaskFilters): boolean {
  return Boolean(filters.q) || filled(filters.status) || filled(filters.priority) || filled(filters.assignee);
}

export function toQuery(filters: TaskFilters): { q?: string; status?: TaskStatus[]; priority?: TaskPriority[]; assigneeId?: string[] } {
  return {
    ...(filters.q ? { q: filters.q } : {}),
    ...(filled(filters.status) ? { status: [...filters.status] } : {}),
    ...(filled(filters.priority) ? { priority: [...filters.priority] } : {}),
    ...(filled(filters.assignee) ? { assigneeId: [...filters.assignee] } : {}),
  };
}

/** Whether a task belongs under the filters. Text is the server's to judge: with it the answer is unknown. */
export function matches(task: Task, filters: TaskFilters): boolean | 'unknown' {
  if (filled(filters.status) && !filters.status.includes(task.status)) return false;
  if (filled(filters.priority) && !(task.priority && filters.priority.includes(task.priority))) return false;
  if (filled(filters.assignee) && !(task.assigneeId && filters.assignee.includes(task.assigneeId))) return false;
  return filters.q ? 'unknown' : true;
}

/** Status, place on the board and checklist: what whoever does the task may change. */
export function canWork(task: Task): boolean {
  return can(task, 'work') || can(task, 'update');
}

export function isDone(status: TaskStatus): boolean {
  return status === 'done' || status === 'cancelled';
}
