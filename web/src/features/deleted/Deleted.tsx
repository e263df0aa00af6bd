import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { restoreProject } from '~/features/projects/api';
import { restoreTask } from '~/features/tasks/write';
import { formatMoment } from '~/lib/dates';
import type { Project, Task } from '~/lib/models';
import { can } from '~/lib/policy';
import { problemText } from '~/lib/problem';
import { flatten, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Bone } from '~/ui/States';
import { toast } from '~/ui/toast';
import { deletedProjectsQuery, deletedTasksQuery } from './api';
import css from './Deleted.module.css';

interface Gone {
  id: string;
  name: string;
  deletedAt: string | null;
  restorable: boolean;
  restore: () => Promise<boolean>;
}

export function DeletedTasks({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const query = useInfiniteQuery(deletedTasksQuery(projectId));
  const tasks = flatten(query.data);
  const moments = new Map(tasks.map((task) => [task.id, task.deletedAt]));
  // What went with its parent comes back with it.
  const own = tasks.filter((task) => !task.parentId || moments.get(task.parentId) !== task.deletedAt);
  const item = (task: Task): Gone => ({ id: task.id, name: task.title, deletedAt: task.deletedAt, restorable: can(task, 'delete'), restore: () => restoreTask(task) });
  return (
    <Dialog open onClose={onClose} title={t`Deleted tasks`}>
      <List items={own.map(item)} query={query} queryKey={deletedTasksQuery(projectId).queryKey} />
    </Dialog>
  );
}

export function DeletedProjects({ onClose }: { onClose: () => void }) {
  const query = useInfiniteQuery(deletedProjectsQuery());
  const item = (project: Project): Gone => ({
    id: project.id,
    name: project.name,
    deletedAt: project.deletedAt,
    restorable: can(project, 'delete'),
    restore: () => restoreProject(project),
  });
  return (
    <Dialog open onClose={onClose} title={t`Deleted projects`}>
      <List items={flatten(query.data).map(item)} query={query} queryKey={deletedProjectsQuery().queryKey} />
    </Dialog>
  );
}

interface Listed {
  isPending: boolean;
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

function List({ items, query, queryKey }: { items: Gone[]; query: Listed; queryKey: readonly unknown[] }) {
  const [busy, setBusy] = useState<string | null>(null);
  const restore = async (gone: Gone) => {
    setBusy(gone.id);
    const { name } = gone;
    if (await gone.restore()) toast(t`“${name}” is back`);
    await queryClient.invalidateQueries({ queryKey });
    setBusy(null);
  };
  if (query.error && items.length === 0) return <p role="alert">{problemText(query.error)}</p>;
  if (query.isPending) return <Bone w="60%" />;
  if (items.length === 0) {
    return (
      <p className={css.none}>
        <Trans>Nothing has been deleted.</Trans>
      </p>
    );
  }
  return (
    <>
      <ul className={css.list}>
        {items.map((gone) => {
          const { name } = gone;
          return (
            <li key={gone.id}>
              <span className={css.name}>{name}</span>
              <span className={css.when}>{gone.deletedAt ? formatMoment(gone.deletedAt) : null}</span>
              {gone.restorable ? (
                <Button size="sm" icon={IconRestore} busy={busy === gone.id} aria-label={t`Restore ${name}`} onClick={() => void restore(gone)}>
                  <Trans>Restore</Trans>
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {query.hasNextPage ? (
        <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </>
  );
}
