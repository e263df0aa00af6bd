import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { CalendarFeed } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

/** The reader's own feeds, those that still lead somewhere: of a project, or of their own work. */
export function feedsQuery(projectId: string | null) {
  return queryOptions({
    queryKey: key('feeds', projectId),
    queryFn: async () => {
      const all = await fetchAll((cursor) =>
        ok(api.GET('/api/project/calendar-feeds', { params: { query: { projectId: [projectId ?? 'null'], limit: 200, ...(cursor ? { cursor } : {}) } } })),
      );
      return all.filter((feed) => feed.revokedAt === null);
    },
  });
}

/** A new feed; the only answer that tells its address. */
export async function createFeed(projectId: string | null): Promise<CalendarFeed> {
  const feed = await ok(api.POST('/api/project/calendar-feeds', { body: projectId ? { kind: 'project', projectId } : { kind: 'person' } }));
  await queryClient.invalidateQueries({ queryKey: key('feeds', projectId) });
  return feed;
}

export async function revokeFeed(feed: CalendarFeed): Promise<void> {
  try {
    await ok(api.POST('/api/project/calendar-feeds/{id}/revoke', { params: { path: { id: feed.id } } }));
    toast(t`The address leads nowhere now`);
  } catch (error) {
    toastProblem(t`The address was not revoked.`, error);
  }
  await queryClient.invalidateQueries({ queryKey: key('feeds', feed.projectId) });
}
