import { t } from '@lingui/core/macro';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import { can } from '~/lib/policy';
import { flatten, key, pageParams } from '~/lib/query';
import { DeletedList } from '~/ui/DeletedList';
import { Dialog } from '~/ui/Dialog';
import { restoreProject } from './api';

function deletedQuery() {
  return infiniteQueryOptions({
    queryKey: key('deleted projects'),
    queryFn: ({ pageParam }) => ok(api.GET('/api/project/projects', { params: { query: { deleted: true, sort: '-updatedAt', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    ...pageParams,
    staleTime: 0,
  });
}

/** The projects that were deleted. */
export function DeletedProjects({ onClose }: { onClose: () => void }) {
  const query = useInfiniteQuery(deletedQuery());
  const items = flatten(query.data).map((project) => ({
    id: project.id,
    name: project.name,
    deletedAt: project.deletedAt,
    restorable: can(project, 'delete'),
    restore: () => restoreProject(project),
  }));
  return (
    <Dialog open onClose={onClose} title={t`Deleted projects`}>
      <DeletedList items={items} query={query} queryKey={deletedQuery().queryKey} />
    </Dialog>
  );
}
