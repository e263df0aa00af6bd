import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import type { components } from '~/api/schema';
import { api, ifMatch, ok } from '~/lib/client';
import type { BoardStatus, CustomField, TaskStatus } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { inTurn } from '~/lib/save';
import { toastProblem } from '~/ui/toast';

/** What a project's people make their own: statuses, custom fields, the calendar. Shown at once; a refusal fetches what is true and says so. */

export type FieldKind = CustomField['kind'];
export type Calendar = components['schemas']['ProjectCalendar'];

const statusesKey = (projectId: string) => key('statuses', projectId);
const fieldsKey = (projectId: string) => key('custom-fields', projectId);

async function refreshStatuses(projectId: string): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: statusesKey(projectId) }), queryClient.invalidateQueries({ queryKey: key('tasks', projectId) })]);
}

/** In every project: a field may be one of all. */
function refreshFields(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: key('custom-fields') });
}

function show<T>(at: unknown[], change: (items: T[]) => T[]): void {
  void queryClient.cancelQueries({ queryKey: at });
  queryClient.setQueryData<T[]>(at, (items) => items && change(items));
}

function held<T extends { id: string }>(at: unknown[], item: T): T {
  return queryClient.getQueryData<T[]>(at)?.find((other) => other.id === item.id) ?? item;
}

const waiting = new Map<string, number>();

/**
 * One after the other, each against the revision that the one before left. What is true is fetched when the last one is done: before, it would
 * be shown without what still waits, and the next step be taken from there.
 */
async function attempt(name: string, refused: string, work: () => Promise<unknown>, refresh: () => Promise<void>): Promise<void> {
  waiting.set(name, (waiting.get(name) ?? 0) + 1);
  await inTurn(name, async () => {
    try {
      await work();
    } catch (error) {
      toastProblem(refused, error);
    }
    const left = (waiting.get(name) ?? 1) - 1;
    waiting.set(name, left);
    if (left === 0) await refresh();
  });
}

function placed<T extends { id: string }>(items: T[], id: string, afterId: string | null): T[] {
  const moved = items.find((item) => item.id === id);
  const rest = items.filter((item) => item.id !== id);
  return moved ? rest.toSpliced(afterId === null ? 0 : rest.findIndex((item) => item.id === afterId) + 1, 0, moved) : items;
}

export async function ownStatuses(projectId: string): Promise<void> {
  try {
    await ok(api.POST('/api/project/projects/{id}/statuses', { params: { path: { id: projectId } } }));
  } catch (error) {
    toastProblem(t`The statuses were not made.`, error);
  }
  await refreshStatuses(projectId);
}

export async function addStatus(projectId: string, name: string, category: TaskStatus): Promise<void> {
  await ok(api.POST('/api/project/project-statuses', { body: { projectId, name, category } }));
  await refreshStatuses(projectId);
}

export interface StatusChange {
  name?: string;
  category?: TaskStatus;
  wipLimit?: number | null;
  nextIds?: string[] | null;
}

export function changeStatus(status: BoardStatus, change: StatusChange): Promise<void> {
  const at = statusesKey(status.projectId);
  show<BoardStatus>(at, (items) => items.map((other) => (other.id === status.id ? { ...other, ...change } : other)));
  return attempt(
    at.join(),
    t`“${status.name}” was not changed.`,
    async () => {
      const saved = await ok(api.PATCH('/api/project/project-statuses/{id}', { params: { path: { id: status.id }, header: ifMatch(held(at, status)) }, body: change }));
      show<BoardStatus>(at, (items) => items.map((other) => (other.id === saved.id ? { ...other, revision: saved.revision } : other)));
    },
    () => refreshStatuses(status.projectId),
  );
}

export function moveStatus(projectId: string, id: string, afterId: string | null): Promise<void> {
  const at = statusesKey(projectId);
  show<BoardStatus>(at, (items) => placed(items, id, afterId));
  return attempt(
    at.join(),
    t`The order was not changed.`,
    () => ok(api.POST('/api/project/project-statuses/{id}/move', { params: { path: { id } }, body: { afterId } })),
    () => refreshStatuses(projectId),
  );
}

/** Deletes a status; its tasks go to `moveTo`. Throws what the server refuses. */
export async function deleteStatus(status: BoardStatus, moveTo: string | null): Promise<void> {
  await ok(
    api.DELETE('/api/project/project-statuses/{id}', { params: { path: { id: status.id }, header: ifMatch(held(statusesKey(status.projectId), status)), ...(moveTo ? { query: { moveTo } } : {}) } }),
  );
  await refreshStatuses(status.projectId);
}

/** Adds a field to the project or, with `everywhere`, to all projects. */
export async function addField(projectId: string, everywhere: boolean, body: { name: string; kind: FieldKind; choices: string[] }): Promise<void> {
  await ok(api.POST('/api/project/custom-fields', { body: { ...body, projectId: everywhere ? null : projectId } }));
  await refreshFields();
}

export function changeField(projectId: string, field: CustomField, change: { name?: string; choices?: string[] }): Promise<void> {
  const at = fieldsKey(projectId);
  show<CustomField>(at, (items) => items.map((other) => (other.id === field.id ? { ...other, ...change } : other)));
  return attempt(
    at.join(),
    t`“${field.name}” was not changed.`,
    async () => {
      const saved = await ok(api.PATCH('/api/project/custom-fields/{id}', { params: { path: { id: field.id }, header: ifMatch(held(at, field)) }, body: change }));
      show<CustomField>(at, (items) => items.map((other) => (other.id === saved.id ? { ...other, revision: saved.revision } : other)));
    },
    () => refreshFields(),
  );
}

export function moveField(projectId: string, id: string, afterId: string | null): Promise<void> {
  const at = fieldsKey(projectId);
  show<CustomField>(at, (items) => placed(items, id, afterId));
  return attempt(
    at.join(),
    t`The order was not changed.`,
    () => ok(api.POST('/api/project/custom-fields/{id}/move', { params: { path: { id } }, body: { afterId } })),
    () => refreshFields(),
  );
}

export function deleteField(projectId: string, field: CustomField): Promise<void> {
  const at = fieldsKey(projectId);
  const latest = held(at, field);
  show<CustomField>(at, (items) => items.filter((other) => other.id !== field.id));
  return attempt(
    at.join(),
    t`“${field.name}” was not deleted.`,
    () => ok(api.DELETE('/api/project/custom-fields/{id}', { params: { path: { id: field.id }, header: ifMatch(latest) } })),
    async () => {
      await refreshFields();
      await queryClient.invalidateQueries({ queryKey: key('tasks', projectId) });
    },
  );
}

/** When the project is worked on. The timeline keeps the same copy. */
export function calendarQuery(projectId: string) {
  return queryOptions({
    queryKey: key('plan-calendar', projectId),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/calendar', { params: { path: { id: projectId } } })),
    staleTime: 60_000,
  });
}

/** Replaces the calendar. Throws what the server refuses. */
export async function saveCalendar(calendar: Calendar, body: { workingDays: number[]; holidays: string[]; hoursPerDay: number }): Promise<void> {
  const id = calendar.projectId;
  const header = calendar.revision > 0 ? ifMatch(calendar) : {};
  const saved = await ok(api.PUT('/api/project/projects/{id}/calendar', { params: { path: { id }, header }, body }));
  queryClient.setQueryData(key('plan-calendar', id), saved);
  void queryClient.invalidateQueries({ queryKey: key('plan-schedule', id) });
}
