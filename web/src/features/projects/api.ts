import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import type { paths } from '~/api/schema';
import { api, ifMatch, ok } from '~/lib/client';
import type { Milestone, MilestoneStatus, Project, ProjectStatus } from '~/lib/models';
import { fetchAll, flatten, key, mapPages, pageParams, type Pages, queryClient } from '~/lib/query';
import { type Conflict, saver } from '~/lib/save';
import { toast, toastProblem } from '~/ui/toast';

export interface ProjectFilters {
  q?: string | undefined;
  status?: ProjectStatus[] | undefined;
}

export const DEFAULT_SORT = '-updatedAt';

type Sort = NonNullable<NonNullable<paths['/api/project/projects']['get']['parameters']['query']>['sort']>;
const SORTS: readonly string[] = ['name', '-name', 'updatedAt', '-updatedAt', 'endDate', '-endDate'] satisfies Sort[];

/** An address may say anything; the API answers an unknown order with an error. */
function knownSort(sort: string): Sort {
  return SORTS.includes(sort) ? (sort as Sort) : DEFAULT_SORT;
}

/** What the list is narrowed to and how it is ordered, as the API takes it. */
export function exportQuery(filters: ProjectFilters, sort: string) {
  return { ...(filters.q ? { q: filters.q } : {}), ...(filters.status?.length ? { status: filters.status } : {}), sort: knownSort(sort) };
}

export function projectsQuery(filters: ProjectFilters, sort: string) {
  return infiniteQueryOptions({
    queryKey: key('projects', filters, sort),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/project/projects', {
          params: {
            query: {
              ...exportQuery(filters, sort),
              limit: 100,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    ...pageParams,
  });
}

export function projectQuery(id: string) {
  return queryOptions({
    queryKey: key('project', id),
    queryFn: () => ok(api.GET('/api/project/projects/{id}', { params: { path: { id } } })),
  });
}

export async function searchProjects(q: string): Promise<Project[]> {
  const page = await ok(api.GET('/api/project/projects', { params: { query: { q, limit: 6 } } }));
  return page.items;
}

export interface NewProject {
  name: string;
  description?: string;
  status?: ProjectStatus;
  managerId?: string;
  startDate?: string;
  endDate?: string;
}

function changed(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: key('projects') });
}

export async function createProject(body: NewProject): Promise<Project> {
  const project = await ok(api.POST('/api/project/projects', { body }));
  queryClient.setQueryData(key('project', project.id), project);
  void queryClient.invalidateQueries({ queryKey: key('project-names') });
  await changed();
  return project;
}

/** Every copy of a project that the window holds. */
export function upsertProject(project: Project): void {
  queryClient.setQueryData<Project>(key('project', project.id), (held) => (held && held.revision > project.revision ? held : project));
  for (const [queryKey, pages] of queryClient.getQueriesData<Pages<Project>>({ queryKey: key('projects') })) {
    if (pages && flatten(pages).some((item) => item.id === project.id)) {
      queryClient.setQueryData(queryKey, mapPages(pages, (items) => items.map((item) => (item.id === project.id ? project : item))));
    }
  }
}

export type ProjectChange = Partial<
  Pick<Project, 'name' | 'description' | 'status' | 'managerId' | 'startDate' | 'endDate' | 'budget' | 'clientId' | 'clientVisible' | 'teamIds' | 'progress' | 'progressByHand'>
>;

export type ProjectConflict = Conflict<Project, ProjectChange>;

/** Saves a change of a project that was made looking at `base`. */
export const changeProject = saver<Project, ProjectChange>({
  held: ({ id }) =>
    queryClient.getQueryData<Project>(key('project', id)) ??
    queryClient
      .getQueriesData<Pages<Project>>({ queryKey: key('projects') })
      .flatMap(([, pages]) => flatten(pages))
      .find((project) => project.id === id),
  show: upsertProject,
  load: ({ id }) => ok(api.GET('/api/project/projects/{id}', { params: { path: { id } } })),
  patch: async (project, body) => {
    const saved = await ok(api.PATCH('/api/project/projects/{id}', { params: { path: { id: project.id }, header: ifMatch(project) }, body }));
    void changed();
    if (body.name !== undefined) void queryClient.invalidateQueries({ queryKey: key('project-names') });
    return saved;
  },
  refused: (project, error) => {
    void queryClient.invalidateQueries({ queryKey: key('project', project.id) });
    toastProblem(t`“${project.name}” was not changed.`, error);
  },
});

export async function archiveProject(project: Project): Promise<void> {
  const before = project.status;
  if (!(await changeProject(project, { status: 'archived' })).saved) return;
  toast(t`“${project.name}” archived`, () => {
    const latest = queryClient.getQueryData<Project>(key('project', project.id)) ?? project;
    void changeProject(latest, { status: before }, { force: true });
  });
}

export async function deleteProject(project: Project): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/projects/{id}', { params: { path: { id: project.id }, header: ifMatch(project) } }));
  } catch (error) {
    toastProblem(t`“${project.name}” was not deleted.`, error);
    return;
  }
  for (const [queryKey, pages] of queryClient.getQueriesData<Pages<Project>>({ queryKey: key('projects') })) {
    if (pages) queryClient.setQueryData(queryKey, mapPages(pages, (items) => items.filter((item) => item.id !== project.id)));
  }
  void changed();
  toast(t`“${project.name}” deleted`, () => void restoreProject(project));
}

/** Takes a deleted project back; whether it came. */
export async function restoreProject(project: Project): Promise<boolean> {
  try {
    upsertProject(await ok(api.POST('/api/project/projects/{id}/restore', { params: { path: { id: project.id } } })));
  } catch (error) {
    toastProblem(t`“${project.name}” could not be brought back.`, error);
    return false;
  }
  void changed();
  return true;
}

export async function createMilestone(body: { projectId: string; title: string; description: string | null; dueDate: string | null }): Promise<void> {
  await ok(api.POST('/api/project/milestones', { body }));
  await queryClient.invalidateQueries({ queryKey: key('milestones', body.projectId) });
}

export async function changeMilestone(milestone: Milestone, change: { title?: string; description?: string | null; status?: MilestoneStatus; dueDate?: string | null }): Promise<void> {
  queryClient.setQueryData<Milestone[]>(key('milestones', milestone.projectId), (items) =>
    items?.map((item) => (item.id === milestone.id ? { ...item, ...change } : item)),
  );
  try {
    await ok(api.PATCH('/api/project/milestones/{id}', { params: { path: { id: milestone.id }, header: ifMatch(milestone) }, body: change }));
  } catch (error) {
    toastProblem(t`The milestone was not changed.`, error);
  }
  await queryClient.invalidateQueries({ queryKey: key('milestones', milestone.projectId) });
}

export async function deleteMilestone(milestone: Milestone): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/milestones/{id}', { params: { path: { id: milestone.id }, header: ifMatch(milestone) } }));
  } catch (error) {
    toastProblem(t`The milestone was not deleted.`, error);
  }
  await queryClient.invalidateQueries({ queryKey: key('milestones', milestone.projectId) });
}

export function projectMembersQuery(projectId: string) {
  return queryOptions({
    queryKey: key('project-members', projectId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/project-members', { params: { query: { projectId: [projectId], limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** The companies that work is done for. */
export function clientsQuery() {
  return queryOptions({
    queryKey: key('clients'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/client/clients', { params: { query: { sort: 'name', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
    staleTime: 60_000,
  });
}

export function teamsQuery() {
  return queryOptions({
    queryKey: key('teams'),
    queryFn: () => fetchAll((cursor) => ok(api.GET('/api/workforce/teams', { params: { query: { sort: 'name', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
    staleTime: 60_000,
  });
}
