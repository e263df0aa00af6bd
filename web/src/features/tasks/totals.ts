import type { Task } from '~/lib/models';

/** What lies below a task, gathered. */
export interface Totals {
  progress: number;
  estimateMinutes: number;
  loggedMinutes: number;
  tasks: number;
  tasksDone: number;
}

/** Null without subtasks. JSON in the API's words. */
export function totalsOf(task: Task): Totals | null {
  return task.totals as Totals | null;
}
