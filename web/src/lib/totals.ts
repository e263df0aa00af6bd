import type { Task } from './models';

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

/** How far a task is, as the API adds it up: one that is done is at 100, one with subtasks is as far as they are. */
export function percentOf(task: Task): number {
  return task.status === 'done' ? 100 : (totalsOf(task)?.progress ?? task.progress);
}
