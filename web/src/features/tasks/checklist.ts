import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { ChecklistItem } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { toastProblem } from '~/ui/toast';

const keyOf = (taskId: string) => key('checklist', taskId);

function update(taskId: string, change: (items: ChecklistItem[]) => ChecklistItem[]): void {
  queryClient.setQueryData<ChecklistItem[]>(keyOf(taskId), (items) => items && change(items));
}

/** Shown at once; a refusal fetches what is true and says so. */
async function attempt(taskId: string, refused: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    toastProblem(refused, error);
  }
  await queryClient.invalidateQueries({ queryKey: keyOf(taskId) });
}

export async function addItem(taskId: string, item: string): Promise<void> {
  const added = await ok(api.POST('/api/project/task-checklists', { body: { taskId, item } }));
  update(taskId, (items) => (items.some((other) => other.id === added.id) ? items : [...items, added]));
}

export function changeItem(item: ChecklistItem, change: { item?: string; isCompleted?: boolean }): Promise<void> {
  update(item.taskId, (items) => items.map((other) => (other.id === item.id ? { ...other, ...change } : other)));
  return attempt(item.taskId, t`The checklist was not changed.`, () =>
    ok(api.PATCH('/api/project/task-checklists/{id}', { params: { path: { id: item.id }, header: ifMatch(item) }, body: change })),
  );
}

export function deleteItem(item: ChecklistItem): Promise<void> {
  update(item.taskId, (items) => items.filter((other) => other.id !== item.id));
  return attempt(item.taskId, t`The item was not deleted.`, () =>
    ok(api.DELETE('/api/project/task-checklists/{id}', { params: { path: { id: item.id } } })),
  );
}

/** Moves an item up or down by one. */
export function shiftItem(items: ChecklistItem[], item: ChecklistItem, by: 1 | -1): Promise<void> {
  const rest = items.filter((other) => other.id !== item.id);
  const at = Math.max(0, Math.min(rest.length, items.indexOf(item) + by));
  update(item.taskId, () => rest.toSpliced(at, 0, item));
  return attempt(item.taskId, t`The order was not changed.`, () =>
    ok(api.POST('/api/project/task-checklists/{id}/move', { params: { path: { id: item.id } }, body: { afterId: rest[at - 1]?.id ?? null } })),
  );
}
