import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { SavedView } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

export type ViewKind = SavedView['kind'];

/** A view as the address has it: its parameters, without which view it is. */
export type ViewConfig = Readonly<Record<string, string | true>>;

/** The views that one may use in a project; over all of one's work where there is none. */
export function savedViewsQuery(projectId: string | null) {
  return queryOptions({
    queryKey: key('saved-views', projectId),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/saved-views', { params: { query: { projectId: [projectId ?? 'null'], sort: 'name', limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
    staleTime: 60_000,
  });
}

function refresh(projectId: string | null): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: key('saved-views', projectId) });
}

/** The parameters that are set, of those that views keep, in one order: equal views are then equal texts. */
export function configOf(search: Readonly<Record<string, unknown>>, keys: readonly string[]): ViewConfig {
  return Object.fromEntries(
    keys.toSorted().flatMap((name): [string, string | true][] => {
      const value = search[name];
      return value === true || (typeof value === 'string' && value !== '') ? [[name, value]] : [];
    }),
  );
}

/** What was kept, read from the API's JSON: anyone may have written it there. */
export function keptConfig(view: SavedView, keys: readonly string[]): ViewConfig {
  return configOf(view.config, keys);
}

export function isSame(a: ViewConfig, b: ViewConfig): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Keeps a new view. A refusal is the form's to show. */
export async function createView(body: { projectId: string | null; name: string; kind: ViewKind; config: ViewConfig; shared: boolean }): Promise<SavedView> {
  const view = await ok(api.POST('/api/project/saved-views', { body }));
  queryClient.setQueryData<SavedView[]>(key('saved-views', body.projectId), (views) => views && [...views, view]);
  void refresh(body.projectId);
  return view;
}

export interface ViewChange {
  name?: string;
  kind?: ViewKind;
  config?: ViewConfig;
  shared?: boolean;
}

/** Changes a view that was kept; throws what the server refuses. */
export async function changeView(view: SavedView, body: ViewChange): Promise<void> {
  try {
    const saved = await ok(api.PATCH('/api/project/saved-views/{id}', { params: { path: { id: view.id }, header: ifMatch(view) }, body }));
    queryClient.setQueryData<SavedView[]>(key('saved-views', view.projectId), (views) => views?.map((other) => (other.id === view.id ? saved : other)));
  } finally {
    void refresh(view.projectId);
  }
}

export async function tryChangeView(view: SavedView, body: ViewChange, said: string): Promise<void> {
  try {
    await changeView(view, body);
    toast(said);
  } catch (error) {
    toastProblem(t`The view “${view.name}” was not changed.`, error);
  }
}

/** Deletes a view, and offers to make it again. */
export async function deleteView(view: SavedView, keys: readonly string[]): Promise<void> {
  const { projectId, name, kind, shared } = view;
  try {
    await ok(api.DELETE('/api/project/saved-views/{id}', { params: { path: { id: view.id }, header: ifMatch(view) } }));
    queryClient.setQueryData<SavedView[]>(key('saved-views', projectId), (views) => views?.filter((other) => other.id !== view.id));
    toast(t`View “${name}” deleted`, () => {
      createView({ projectId, name, kind, shared, config: keptConfig(view, keys) }).catch((error: unknown) => toastProblem(t`The view was not made again.`, error));
    });
  } catch (error) {
    toastProblem(t`The view “${name}” was not deleted.`, error);
  }
  await refresh(projectId);
}
