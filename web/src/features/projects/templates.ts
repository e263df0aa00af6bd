import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, ok } from '~/lib/client';
import type { Project, ProjectTemplate } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

export function templatesQuery() {
  return queryOptions({
    queryKey: key('templates'),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/project-templates', { params: { query: { sort: 'name', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
    staleTime: 60_000,
  });
}

function changed(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: key('templates') });
}

export async function saveAsTemplate(project: Project, name: string, description: string): Promise<void> {
  await ok(api.POST('/api/project/project-templates', { body: { name, projectId: project.id, ...(description ? { description } : {}) } }));
  await changed();
  toast(t`“${name}” can be used for new projects now`);
}

/** A new project from a template, its plan moved to begin on that day. */
export async function startFromTemplate(templateId: string, name: string, startDate: string | null): Promise<Project> {
  const body = { name, ...(startDate ? { startDate } : {}) };
  const project = await ok(api.POST('/api/project/project-templates/{id}/use', { params: { path: { id: templateId } }, body }));
  queryClient.setQueryData(key('project', project.id), project);
  void queryClient.invalidateQueries({ queryKey: key('project-names') });
  await queryClient.invalidateQueries({ queryKey: key('projects') });
  return project;
}

export async function deleteTemplate(template: ProjectTemplate): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/project-templates/{id}', { params: { path: { id: template.id }, header: ifMatch(template) } }));
    toast(t`“${template.name}” deleted`);
  } catch (error) {
    toastProblem(t`“${template.name}” was not deleted.`, error);
  }
  await changed();
}
