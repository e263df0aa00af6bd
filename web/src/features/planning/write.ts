import { t } from '@lingui/core/macro';
import type { components } from '~/api/schema';
import { api, ifMatch, ok } from '~/lib/client';
import type { Milestone, Task, TaskDependency } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { saver } from '~/lib/save';
import { toast, toastProblem } from '~/ui/toast';
import { rescheduleSoon } from './api';
import type { LinkType } from './links';
import { numberOf, type Span, toDay, type WorkCalendar, workingLength } from './time';

/** Where the app keeps its copies of tasks: the page gives it, since features do not know each other. */
export interface TaskStore {
  held: (projectId: string, id: string) => Task | undefined;
  show: (task: Task) => void;
}

interface Dates {
  startDate?: string | null;
  dueDate?: string | null;
  durationDays?: number | null;
}

export const instant = (day: number) => `${toDay(day)}T00:00:00Z`;

/** A task's dates as the API takes them. One that only has a due date keeps having no start, unless it becomes longer than a day. */
export function datesOf(task: Pick<Task, 'startDate'>, span: Span): { startDate?: string; dueDate: string } {
  const keepsNone = task.startDate === null && span.start === span.end;
  return keepsNone ? { dueDate: instant(span.end) } : { startDate: instant(span.start), dueDate: instant(span.end) };
}

/** The same for a task that is written by itself: a duration that somebody gave is kept true to the dates. */
export function allOf(task: Pick<Task, 'startDate' | 'durationDays'>, span: Span, calendar: WorkCalendar): Dates {
  const dates = datesOf(task, span);
  return task.durationDays ? { ...dates, durationDays: Math.max(1, workingLength(calendar, span)) } : dates;
}

/** The dates of a task so many days on, as they are: a start only where there is one. */
export function shifted(task: Pick<Task, 'startDate' | 'dueDate'>, by: number): Dates {
  const [start, due] = [numberOf(task.startDate), numberOf(task.dueDate)];
  return { ...(start === null ? {} : { startDate: instant(start + by) }), ...(due === null ? {} : { dueDate: instant(due + by) }) };
}

function dateSaver(store: TaskStore) {
  return saver<Task, Dates>({
    held: (base) => store.held(base.projectId, base.id),
    show: store.show,
    load: ({ id }) => ok(api.GET('/api/project/tasks/{id}', { params: { path: { id } } })),
    patch: (task, body) => ok(api.PATCH('/api/project/tasks/{id}', { params: { path: { id: task.id }, header: ifMatch(task) }, body })),
    refused: (task, error) => toastProblem(t`“${task.title}” keeps its dates.`, error),
  });
}

/** Gives one task other dates, and offers to take it back. */
export async function saveDates(store: TaskStore, task: Task, dates: Dates): Promise<boolean> {
  const before: Dates = { startDate: task.startDate, dueDate: task.dueDate, ...(dates.durationDays === undefined ? {} : { durationDays: task.durationDays }) };
  const save = dateSaver(store);
  const { saved, conflict } = await save(task, dates);
  rescheduleSoon(task.projectId);
  if (conflict) toast(t`Someone else changed the dates of “${task.title}” at the same time. Theirs are kept.`);
  if (!saved) return false;
  toast(t`“${task.title}” moved`, () => {
    const now = store.held(task.projectId, task.id) ?? task;
    void save(now, before, { force: true }).then(() => rescheduleSoon(task.projectId));
  });
  return true;
}

export interface Change {
  taskId: string;
  startDate?: string;
  dueDate?: string;
}

export async function previewChanges(projectId: string, changes: Change[]) {
  return ok(api.POST('/api/project/projects/{id}/schedule/preview', { params: { path: { id: projectId } }, body: { changes } }));
}

export type Preview = Awaited<ReturnType<typeof previewChanges>>;

type Moved = components['schemas']['PlanMoved'];

/** Makes the changes and what they shift, all or nothing; so does taking it back. `seen` are the revisions that the reader decided by. */
export async function applyChanges(store: TaskStore, projectId: string, changes: Change[], seen: Record<string, number>, message: string): Promise<boolean> {
  try {
    const moved = await ok(api.POST('/api/project/projects/{id}/schedule/apply', { params: { path: { id: projectId } }, body: { changes, revisions: seen } }));
    for (const task of moved.items) store.show(task);
    rescheduleSoon(projectId);
    toast(message, () => void takeBack(store, projectId, moved));
    return true;
  } catch (error) {
    toastProblem(t`Nothing was moved.`, error);
    void queryClient.invalidateQueries({ queryKey: key('tasks', projectId) });
    return false;
  }
}

/** The move as a whole or nothing of it: where somebody has given a task other dates since, the server names it. */
async function takeBack(store: TaskStore, projectId: string, { items, before }: Moved): Promise<void> {
  const after = new Map(items.map((task) => [task.id, task]));
  const tasks = before.map((old) => {
    const now = store.held(projectId, old.taskId);
    const then = after.get(old.taskId);
    // Only other dates stand against it: a new title does not.
    const same = now && now.startDate === then?.startDate && now.dueDate === then.dueDate && now.durationDays === then.durationDays;
    return same ? { ...old, revision: now.revision } : old;
  });
  try {
    const back = await ok(api.PUT('/api/project/projects/{id}/schedule/dates', { params: { path: { id: projectId } }, body: { tasks } }));
    for (const task of back.items) store.show(task);
  } catch (error) {
    toastProblem(t`The move was not taken back.`, error);
    void queryClient.invalidateQueries({ queryKey: key('tasks', projectId) });
  }
  rescheduleSoon(projectId);
}

function keepLink(projectId: string, link: TaskDependency | null, id: string): void {
  queryClient.setQueryData<TaskDependency[]>(key('plan-links', projectId), (links) => {
    const rest = links?.filter((other) => other.id !== id);
    return rest && link ? [...rest, link] : rest;
  });
  rescheduleSoon(projectId);
}

/** `taskId` comes to wait for `dependsOnId`. Null when the server refuses: a circle, most likely, which it spells out. */
export async function createLink(projectId: string, dependsOnId: string, taskId: string, type: LinkType): Promise<TaskDependency | null> {
  try {
    const link = await ok(api.POST('/api/project/task-dependencies', { body: { taskId, dependsOnId, type } }));
    keepLink(projectId, link, link.id);
    return link;
  } catch (error) {
    toastProblem(t`The two were not linked.`, error);
    return null;
  }
}

export async function changeLink(projectId: string, link: TaskDependency, change: { type?: LinkType; lagDays?: number }): Promise<TaskDependency> {
  try {
    const changed = await ok(api.PATCH('/api/project/task-dependencies/{id}', { params: { path: { id: link.id }, header: ifMatch(link) }, body: change }));
    keepLink(projectId, changed, changed.id);
    return changed;
  } catch (error) {
    toastProblem(t`The link was not changed.`, error);
    void queryClient.invalidateQueries({ queryKey: key('plan-links', projectId) });
    return link;
  }
}

export async function deleteLink(projectId: string, link: TaskDependency): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/task-dependencies/{id}', { params: { path: { id: link.id }, header: ifMatch(link) } }));
    keepLink(projectId, null, link.id);
  } catch (error) {
    toastProblem(t`The link was not removed.`, error);
    void queryClient.invalidateQueries({ queryKey: key('plan-links', projectId) });
    return;
  }
  toast(t`Link removed`, () => {
    void ok(api.POST('/api/project/task-dependencies', { body: { taskId: link.taskId, dependsOnId: link.dependsOnId, type: link.type, lagDays: link.lagDays } })).then(
      (again) => keepLink(projectId, again, again.id),
      (error: unknown) => toastProblem(t`The link could not be brought back.`, error),
    );
  });
}

export async function moveMilestone(milestone: Milestone, day: number, isUndo = false): Promise<void> {
  const queryKey = key('milestones', milestone.projectId);
  const put = (next: Milestone) => queryClient.setQueryData<Milestone[]>(queryKey, (items) => items?.map((item) => (item.id === next.id ? next : item)));
  const held = queryClient.getQueryData<Milestone[]>(queryKey)?.find((item) => item.id === milestone.id) ?? milestone;
  put({ ...held, dueDate: instant(day) });
  try {
    const moved = await ok(
      api.PATCH('/api/project/milestones/{id}', { params: { path: { id: milestone.id }, header: ifMatch(held) }, body: { dueDate: instant(day) } }),
    );
    put(moved);
    const old = held.dueDate;
    if (!isUndo) toast(t`“${moved.title}” moved`, old ? () => void moveMilestone(moved, Math.round(Date.parse(old) / 86_400_000), true) : undefined);
  } catch (error) {
    put(held);
    toastProblem(t`“${milestone.title}” keeps its date.`, error);
    void queryClient.invalidateQueries({ queryKey });
  }
}

export async function takeBaseline(projectId: string, name: string): Promise<string> {
  const baseline = await ok(api.POST('/api/project/baselines', { body: { projectId, name } }));
  await queryClient.invalidateQueries({ queryKey: key('plan-baselines', projectId) });
  return baseline.id;
}

export async function deleteBaseline(projectId: string, baseline: { id: string; revision: number }): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/baselines/{id}', { params: { path: { id: baseline.id }, header: ifMatch(baseline) } }));
  } catch (error) {
    toastProblem(t`The baseline was not deleted.`, error);
  }
  await queryClient.invalidateQueries({ queryKey: key('plan-baselines', projectId) });
}
