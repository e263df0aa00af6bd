import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { Task, TaskPriority, TaskStatus } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { type Conflict, inTurn, saver } from '~/lib/save';
import { toast, toastAction, toastProblem } from '~/ui/toast';
import { fieldNames } from './fieldNames';
import type { ColumnPlace } from './api';
import { adjustCounts, dropTask, heldTask, placeByNeighbour, placeOf, restore, snapshot, upsertTask } from './cache';

export type TaskChange = Partial<
  Pick<
    Task,
    | 'title'
    | 'description'
    | 'status'
    | 'statusId'
    | 'durationDays'
    | 'priority'
    | 'assigneeId'
    | 'milestoneId'
    | 'startDate'
    | 'dueDate'
    | 'durationDays'
    | 'estimateMinutes'
    | 'progress'
    | 'constraintType'
    | 'constraintDate'
    | 'parentId'
    | 'labels'
    | 'fields'
    | 'storyPoints'
    | 'clientVisible'
  >
>;

export type TaskConflict = Conflict<Task, TaskChange>;

/** Saves a change of a task that was made looking at `base`. */
export const changeTask = saver<Task, TaskChange>({
  held: (base) => heldTask(base.projectId, base.id),
  show: upsertTask,
  load: ({ id }) => ok(api.GET('/api/project/tasks/{id}', { params: { path: { id } } })),
  patch: (task, { status, ...rest }) => {
    // Shown together, but the own status alone says both.
    const body = status === undefined || rest.statusId ? rest : { ...rest, status };
    return ok(api.PATCH('/api/project/tasks/{id}', { params: { path: { id: task.id }, header: ifMatch(task) }, body }));
  },
  refused: (task, error) => {
    void queryClient.invalidateQueries({ queryKey: key('task', task.id) });
    toastProblem(t`Your change was not saved.`, error);
  },
});

/** Saves where there is no place to show a conflict: says it in a message, with the way to save after all. */
export async function saveTask(base: Task, change: TaskChange, force = false): Promise<boolean> {
  const { saved, conflict } = await changeTask(base, change, { force });
  if (conflict) {
    const fields = fieldNames(conflict.change);
    toastAction(t`Someone changed “${base.title}” while you did (${fields}). Theirs is kept.`, t`Save mine`, () => void saveTask(conflict.theirs, conflict.change, true));
  }
  return saved;
}

/** A value of a custom field; null takes it away. */
export function fieldChange(task: Task, id: string, value: string | number | null): TaskChange {
  return { fields: { ...task.fields, [id]: value } };
}

/** Moves a card to a column and a place in it; the order is the server's, the screen does not wait for it. */
export async function moveTask(task: Task, { status, statusId }: Pick<ColumnPlace, 'status' | 'statusId'>, afterId: string | null, beforeId: string | null): Promise<boolean> {
  const before = snapshot(task.projectId);
  const place = { status, statusId };
  placeByNeighbour({ ...task, ...place }, afterId, beforeId);
  adjustCounts(task.projectId, placeOf(task), placeOf(place));
  try {
    const body = { ...(statusId ? { statusId } : { status }), afterId, beforeId };
    const moved = await inTurn(task.id, () => ok(api.POST('/api/project/tasks/{id}/move', { params: { path: { id: task.id } }, body })));
    upsertTask(moved);
    return true;
  } catch (error) {
    restore(before);
    toastProblem(t`“${task.title}” went back to where it was.`, error);
    return false;
  }
}

export interface NewTaskBody {
  projectId: string;
  title: string;
  description?: string;
  status?: TaskStatus;
  statusId?: string;
  priority?: TaskPriority;
  parentId?: string;
  assigneeId?: string;
  dueDate?: string;
}

/** Tasks that are typed one after the other stand in that order, however long each is on its way. */
export async function createTask(body: NewTaskBody): Promise<Task> {
  const task = await inTurn(`new tasks of ${body.projectId}`, () => ok(api.POST('/api/project/tasks', { body })));
  upsertTask(task);
  if (body.parentId) void queryClient.invalidateQueries({ queryKey: key('task', body.parentId) });
  return task;
}

/** Deletes, and offers to take it back. */
export async function deleteTask(task: Task): Promise<boolean> {
  const before = snapshot(task.projectId);
  dropTask(task.projectId, task.id);
  try {
    const latest = heldTask(task.projectId, task.id) ?? task;
    await inTurn(task.id, () => ok(api.DELETE('/api/project/tasks/{id}', { params: { path: { id: task.id }, header: ifMatch(latest) } })));
  } catch (error) {
    restore(before);
    toastProblem(t`“${task.title}” was not deleted.`, error);
    return false;
  }
  toast(t`“${task.title}” deleted`, () => void restoreTask(task));
  return true;
}

/** Takes a deleted task back with the subtasks that went with it; whether it came. */
export async function restoreTask(task: Task): Promise<boolean> {
  try {
    upsertTask(await ok(api.POST('/api/project/tasks/{id}/restore', { params: { path: { id: task.id } } })));
    return true;
  } catch (error) {
    toastProblem(t`“${task.title}” could not be brought back.`, error);
    return false;
  }
}
