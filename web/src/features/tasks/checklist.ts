import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { ChecklistItem } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { inTurn } from '~/lib/save';
import { toastProblem } from '~/ui/toast';

const keyOf = (taskId: string) => key('checklist', taskId);

function update(taskId: string, change: (items: ChecklistItem[]) => ChecklistItem[]): void {
  queryClient.setQueryData<ChecklistItem[]>(keyOf(taskId), (items) => items && change(items));
}

/** Writes under way per task: what is fetched meanwhile may be older than what is shown. */
const writing = new Map<string, number>();

/** Fetches the lines again, unless a write is under way, which does so at its end. */
export async function refreshChecklist(taskId: string): Promise<void> {
  if (!writing.get(taskId)) await queryClient.invalidateQueries({ queryKey: keyOf(taskId) });
}

/** Shown at once; a refusal fetches what is true and says so. */
async function attempt(taskId: string, refused: string, work: () => Promise<unknown>): Promise<void> {
  const count = (by: number) => writing.set(taskId, (writing.get(taskId) ?? 0) + by);
  count(1);
  void queryClient.cancelQueries({ queryKey: keyOf(taskId) });
  try {
    await inTurn(`checklist.${taskId}`, work);
  } catch (error) {
    toastProblem(refused, error);
  } finally {
    count(-1);
  }
  await refreshChecklist(taskId);
}

export async function addItem(taskId: string, item: string): Promise<void> {
  const added = await ok(api.POST('/api/project/task-checklists', { body: { taskId, item } }));
  update(taskId, (items) => (items.some((other) => other.id === added.id) ? items : [...items, added]));
}

export function changeItem(item: ChecklistItem, change: { item?: string; isCompleted?: boolean }): Promise<void> {
  update(item.taskId, (items) => items.map((other) => (other.id === item.id ? { ...other, ...change } : other)));
  return attempt(item.taskId, t`The checklist was not changed.`, async () => {
    const now = queryClient.getQueryData<ChecklistItem[]>(keyOf(item.taskId))?.find((other) => other.id === item.id) ?? item;
    const { revision } = await ok(api.PATCH('/api/project/task-checklists/{id}', { params: { path: { id: item.id }, header: ifMatch(now) }, body: change }));
    update(item.taskId, (items) => items.map((other) => (other.id === item.id ? { ...other, revision } : other)));
  });
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
