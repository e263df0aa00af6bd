import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { Insight } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toastProblem } from '~/ui/toast';

/** What is known about a project as a whole: what the system computed, and what people noted. */
export function insightsQuery(projectId: string) {
  return queryOptions({
    queryKey: key('insights', projectId),
    queryFn: async (): Promise<Insight[]> => {
      const all = await fetchAll((cursor) =>
        ok(api.GET('/api/project/ai-insights', { params: { query: { projectId: [projectId], taskId: ['null'], limit: 200, ...(cursor ? { cursor } : {}) } } })),
      );
      return all;
    },
  });
}

/** Computes them anew; false when that failed. */
export async function refreshInsights(projectId: string): Promise<boolean> {
  try {
    await ok(api.POST('/api/project/projects/{id}/insights/refresh', { params: { path: { id: projectId } } }));
  } catch (error) {
    toastProblem(t`The insights were not computed.`, error);
    return false;
  }
  await queryClient.invalidateQueries({ queryKey: key('insights', projectId) });
  return true;
}
