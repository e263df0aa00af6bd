import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { Task, TaskPriority, TaskStatus } from '~/lib/models';
import { isStatus } from '~/lib/problem';
import { key, queryClient } from '~/lib/query';
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
}

/** Someone else changed the same field first. Nothing was overwritten; `change` is what the reader wanted. */
export interface Conflict {
  change: TaskChange;
  theirs: Task;
}

const queues = new Map<string, Promise<unknown>>();

/** Writes to one task go one after the other, each against the revision the one before left. */
function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(id) ?? Promise.resolve()).then(work, work);
  queues.set(
    id,
    turn.catch(() => undefined),
  );
  return turn;
}

function touched(base: Task, now: Task, change: TaskChange): boolean {
  return (Object.keys(change) as (keyof TaskChange)[]).some((field) => JSON.stringify(now[field]) !== JSON.stringify(base[field]));
}

const patch = (task: Task, change: TaskChange) =>
  ok(api.PATCH('/api/project/tasks/{id}', { params: { path: { id: task.id }, header: ifMatch(task) }, body: change }));

/**
 * Saves a change that was made looking at `base`. Shown at once. When others have meanwhile changed other fields it is merged; when they changed
 * the same field, nothing is overwritten and the conflict is returned for the reader to decide.
 */
export async function changeTask(base: Task, change: TaskChange, force = false): Promise<Conflict | null> {
  const held = heldTask(base.projectId, base.id) ?? base;
  if (!force && touched(base, held, change)) return { change, theirs: held };
  upsertTask({ ...held, ...change });
  return inTurn(base.id, async () => {
    const latest = heldTask(base.projectId, base.id) ?? held;
    try {
      upsertTask(await patch(latest, change));
      return null;
    } catch (error) {
      if (!isStatus(error, 412)) {
        undo(held, change);
        toastProblem(t`Your change was not saved.`, error);
        return null;
      }
    }
    const theirs = await ok(api.GET('/api/project/tasks/{id}', { params: { path: { id: base.id } } }));
    upsertTask(theirs);
    if (!force && touched(base, theirs, change)) return { change, theirs };
    try {
      upsertTask(await patch(theirs, change));
    } catch (error) {
      undo(theirs, {});
      toastProblem(t`Your change was not saved.`, error);
    }
    return null;
  });
}

/** Takes back what was shown too early, field by field: another change may have been saved since. */
function undo(before: Task, change: TaskChange): void {
  const now = heldTask(before.projectId, before.id) ?? before;
  const fields = Object.keys(change) as (keyof TaskChange)[];
  upsertTask({ ...now, ...Object.fromEntries(fields.map((field) => [field, before[field]])) });
  void queryClient.invalidateQueries({ queryKey: key('task', before.id) });
}

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
