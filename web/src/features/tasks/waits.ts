import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, ok } from '~/lib/client';
import type { TaskDependency } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toastProblem } from '~/ui/toast';

/** What a task waits for and what waits for it: queries and writes. */

export type Kind = TaskDependency['type'];
export const KINDS: Kind[] = ['FS', 'SS', 'FF', 'SF'];

export function kindName(kind: Kind): string {
  const names: Record<Kind, string> = { FS: t`Finish to start`, SS: t`Start to start`, FF: t`Finish to finish`, SF: t`Start to finish` };
  return names[kind];
}

/** Both directions, with the other tasks as far as the reader sees them. */
export function waitsQuery(taskId: string) {
  return queryOptions({
    queryKey: key('waits', taskId),
    queryFn: async () => {
      const [before, after] = await Promise.all([links({ taskId: [taskId] }), links({ dependsOnId: [taskId] })]);
      const ids = [...before.map((link) => link.dependsOnId), ...after.map((link) => link.taskId)];
      const tasks = ids.length > 0 ? (await ok(api.GET('/api/project/tasks', { params: { query: { id: ids.slice(0, 200), limit: 200 } } }))).items : [];
      return { before, after, tasks: new Map(tasks.map((task) => [task.id, task])) };
    },
  });
}

function links(query: { taskId: string[] } | { dependsOnId: string[] }): Promise<TaskDependency[]> {
  return fetchAll((cursor) => ok(api.GET('/api/project/task-dependencies', { params: { query: { ...query, limit: 200, ...(cursor ? { cursor } : {}) } } })));
}

export async function refreshWaits(...taskIds: string[]): Promise<void> {
  await Promise.all(taskIds.map((id) => queryClient.invalidateQueries({ queryKey: key('waits', id) })));
}

/** Raises the API's words: a circle is told where it was about to be closed. */
export async function addWait(taskId: string, dependsOnId: string): Promise<void> {
  await ok(api.POST('/api/project/task-dependencies', { body: { taskId, dependsOnId, type: 'FS' } }));
  await refreshWaits(taskId, dependsOnId);
}

export async function changeWait(link: TaskDependency, change: Partial<Pick<TaskDependency, 'type' | 'lagDays'>>): Promise<void> {
  try {
    await ok(api.PATCH('/api/project/task-dependencies/{id}', { params: { path: { id: link.id }, header: ifMatch(link) }, body: change }));
  } catch (error) {
    toastProblem(t`The dependency was not changed.`, error);
  }
  await refreshWaits(link.taskId, link.dependsOnId);
}

export async function removeWait(link: TaskDependency): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/task-dependencies/{id}', { params: { path: { id: link.id } } }));
  } catch (error) {
    toastProblem(t`The dependency was not removed.`, error);
  }
  await refreshWaits(link.taskId, link.dependsOnId);
}
