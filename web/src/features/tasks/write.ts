import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { Task, TaskPriority, TaskStatus } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { type Conflict, inTurn, saver } from '~/lib/save';
import { toast, toastProblem } from '~/ui/toast';
import { adjustCounts, dropTask, heldTask, placeByNeighbour, restore, snapshot, upsertTask } from './cache';

export interface TaskChange {
  title?: string;
  description?: string | null;
  status?: TaskStatus;
  priority?: TaskPriority | null;
  assigneeId?: string | null;
  dueDate?: string | null;
  parentId?: string | null;
  labels?: string[];
  storyPoints?: number | null;
  clientVisible?: boolean;
}

export type TaskConflict = Conflict<Task, TaskChange>;

/** Saves a change of a task that was made looking at `base`. */
export const changeTask = saver<Task, TaskChange>({
  held: (base) => heldTask(base.projectId, base.id),
  show: upsertTask,
  load: ({ id }) => ok(api.GET('/api/project/tasks/{id}', { params: { path: { id } } })),
  patch: (task, body) => ok(api.PATCH('/api/project/tasks/{id}', { params: { path: { id: task.id }, header: ifMatch(task) }, body })),
  refused: (task, error) => {
    void queryClient.invalidateQueries({ queryKey: key('task', task.id) });
    toastProblem(t`Your change was not saved.`, error);
  },
});

/** Moves a card to a column and a place in it; the order is the server's, the screen does not wait for it. */
export async function moveTask(task: Task, status: TaskStatus, afterId: string | null, beforeId: string | null): Promise<boolean> {
  const before = snapshot(task.projectId);
  const from = task.status;
  placeByNeighbour({ ...task, status }, afterId, beforeId);
  adjustCounts(task.projectId, from, status);
  try {
    const moved = await inTurn(task.id, () => ok(api.POST('/api/project/tasks/{id}/move', { params: { path: { id: task.id } }, body: { status, afterId, beforeId } })));
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
  priority?: TaskPriority;
  parentId?: string;
  assigneeId?: string;
  dueDate?: string;
}

export async function createTask(body: NewTaskBody): Promise<Task> {
  const task = await ok(api.POST('/api/project/tasks', { body }));
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
  toast(t`“${task.title}” deleted`, () => {
    ok(api.POST('/api/project/tasks/{id}/restore', { params: { path: { id: task.id } } })).then(upsertTask, (error: unknown) =>
      toastProblem(t`“${task.title}” could not be brought back.`, error),
    );
  });
  return true;
}
