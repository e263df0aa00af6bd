import { t } from '@lingui/core/macro';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import { can } from '~/lib/policy';
import { flatten, key, pageParams } from '~/lib/query';
import { DeletedList } from '~/ui/DeletedList';
import { Dialog } from '~/ui/Dialog';
import { restoreTask } from './write';

function deletedQuery(projectId: string) {
  return infiniteQueryOptions({
    queryKey: key('deleted tasks', projectId),
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], deleted: true, sort: '-updatedAt', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    ...pageParams,
    staleTime: 0,
  });
}

/** What was deleted of a project's tasks. A subtask that went with its parent comes back with it. */
export function DeletedTasks({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const query = useInfiniteQuery(deletedQuery(projectId));
  const tasks = flatten(query.data);
  const moments = new Map(tasks.map((task) => [task.id, task.deletedAt]));
  const items = tasks
    .filter((task) => !task.parentId || moments.get(task.parentId) !== task.deletedAt)
    .map((task) => ({ id: task.id, name: task.title, deletedAt: task.deletedAt, restorable: can(task, 'delete'), restore: () => restoreTask(task) }));
  return (
    <Dialog open onClose={onClose} title={t`Deleted tasks`}>
      <DeletedList items={items} query={query} queryKey={deletedQuery(projectId).queryKey} />
    </Dialog>
  );
}
