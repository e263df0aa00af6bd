import type { Task, TaskStatus } from '~/lib/models';
import { can } from '~/lib/policy';

export { isFiltered, matches, PRIORITIES, STATUSES, type TaskFilters, toQuery } from '~/lib/taskFilters';

/** Status, place on the board and checklist: what whoever does the task may change. */
export function canWork(task: Task): boolean {
  return can(task, 'work') || can(task, 'update');
}

export function isDone(status: TaskStatus): boolean {
  return status === 'done' || status === 'cancelled';
}
