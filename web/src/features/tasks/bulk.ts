import { t } from '@lingui/core/macro';
import { api, ok } from '~/lib/client';
import type { Task } from '~/lib/models';
import { problemText } from '~/lib/problem';
import { inTurn } from '~/lib/save';
import { toast, toastProblem } from '~/ui/toast';
import { dropTask, heldTask, upsertTask } from './cache';
import type { TaskChange } from './write';

/** The API takes so many at once. */
const AT_ONCE = 200;

export interface Refusal {
  title: string;
  message: string;
}

/** A change for several: the same for all, or reckoned from each (labels are added, not replaced). */
export type BulkChange = TaskChange | ((task: Task) => TaskChange);

/** Tasks by the change that is made to them, in as few requests as can be. */
export function batches(tasks: readonly Task[], change: BulkChange): { change: TaskChange; tasks: Task[] }[] {
  const made = new Map<string, { change: TaskChange; tasks: Task[] }>();
  for (const task of tasks) {
    const own = typeof change === 'function' ? change(task) : change;
    const name = JSON.stringify(own);
    const batch = made.get(name) ?? { change: own, tasks: [] };
    batch.tasks.push(task);
    made.set(name, batch);
  }
  return [...made.values()].flatMap((batch) =>
    Array.from({ length: Math.ceil(batch.tasks.length / AT_ONCE) }, (_, index) => ({ change: batch.change, tasks: batch.tasks.slice(index * AT_ONCE, (index + 1) * AT_ONCE) })),
  );
}

/** What takes a change back, for each task. */
export function reverse(task: Task, change: TaskChange): TaskChange {
  const before: Record<string, unknown> = { ...task };
  return Object.fromEntries(Object.keys(change).map((field) => [field, before[field]]));
}

async function send(tasks: readonly Task[], change: BulkChange): Promise<{ changed: Task[]; refused: Refusal[] }> {
  const changed: Task[] = [];
  const refused: Refusal[] = [];
  for (const batch of batches(tasks, change)) {
    const titles = new Map(batch.tasks.map((task) => [task.id, task.title]));
    const { status, ...rest } = batch.change;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each is a transaction over many rows
      const answer = await ok(api.POST('/api/project/tasks/bulk', { body: { ids: [...titles.keys()], changes: rest.statusId || status === undefined ? rest : { ...rest, status } } }));
      changed.push(...answer.items);
      refused.push(...answer.errors.map((error) => ({ title: titles.get(error.id) ?? '', message: error.message })));
    } catch (error) {
      refused.push(...batch.tasks.map((task) => ({ title: task.title, message: problemText(error) })));
    }
  }
  for (const task of changed) upsertTask(task);
  return { changed, refused };
}

/** Changes many tasks; each stands by itself, and what was refused is returned with the API's words. Offers to take it back. */
export async function changeTasks(tasks: readonly Task[], change: BulkChange): Promise<Refusal[]> {
  const { changed, refused } = await send(tasks, change);
  if (changed.length > 0) {
    const ids = new Set(changed.map((task) => task.id));
    const before = tasks.filter((task) => ids.has(task.id));
    const count = changed.length;
    toast(count === 1 ? t`1 task changed` : t`${count} tasks changed`, () => {
      void send(before, (task) => reverse(task, typeof change === 'function' ? change(task) : change)).then(({ refused: stuck }) => {
        const first = stuck[0];
        if (first) toastProblem(t`Not everything was taken back: “${first.title}”.`, new Error(first.message));
      });
    });
  }
  return refused;
}

type Answer = Awaited<ReturnType<typeof removeSome>>;

const removeSome = (ids: string[], revisions: Record<string, number>) => ok(api.POST('/api/project/tasks/bulk-delete', { body: { ids, revisions } }));
const bringBackSome = (ids: string[]) => ok(api.POST('/api/project/tasks/bulk-restore', { body: { ids } }));

/** Asks for two hundred at a time; what was done, and what was refused with the API's words. */
async function inBatches(tasks: readonly Task[], ask: (batch: Task[]) => Promise<Answer>): Promise<{ done: Task[]; refused: Refusal[] }> {
  const done: Task[] = [];
  const refused: Refusal[] = [];
  const parents = new Map(tasks.map((task) => [task.id, task.parentId]));
  /** Went or came with a task of an earlier batch. */
  const isBelow = (task: Task, ids: ReadonlySet<string>) => {
    let up = task.parentId;
    while (up && !ids.has(up)) up = parents.get(up) ?? null;
    return up !== null;
  };
  for (let from = 0; from < tasks.length; from += AT_ONCE) {
    const ids = new Set(done.map((task) => task.id));
    const batch = tasks.slice(from, from + AT_ONCE).filter((task) => !isBelow(task, ids));
    const titles = new Map(batch.map((task) => [task.id, task.title]));
    if (batch.length === 0) continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each is a transaction over many rows
      const answer = await ask(batch);
      done.push(...answer.items);
      refused.push(...answer.errors.map((error) => ({ title: titles.get(error.id) ?? '', message: error.message })));
    } catch (error) {
      refused.push(...batch.map((task) => ({ title: task.title, message: problemText(error) })));
    }
  }
  return { done, refused };
}

/** Deletes many with their subtasks, and offers to bring them back. */
export async function deleteTasks(tasks: readonly Task[]): Promise<Refusal[]> {
  const { done, refused } = await inBatches(tasks, async (batch) => {
    // What is still being saved is a revision of its own.
    await Promise.all(batch.map((task) => inTurn(task.id, () => Promise.resolve())));
    const latest = batch.map((task) => heldTask(task.projectId, task.id) ?? task);
    return removeSome(
      latest.map((task) => task.id),
      Object.fromEntries(latest.map((task) => [task.id, task.revision])),
    );
  });
  for (const task of done) dropTask(task.projectId, task.id);
  if (done.length > 0) {
    const count = done.length;
    toast(count === 1 ? t`1 task deleted` : t`${count} tasks deleted`, () => {
      void inBatches(done, (batch) => bringBackSome(batch.map((task) => task.id))).then(({ done: back, refused: stuck }) => {
        for (const task of back) upsertTask(task);
        const first = stuck[0];
        if (first) toastProblem(t`“${first.title}” could not be brought back.`, new Error(first.message));
      });
    });
  }
  return refused;
}
