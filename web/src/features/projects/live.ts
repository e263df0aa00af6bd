import { api, ok } from '~/lib/client';
import { flash } from '~/lib/highlight';
import { isTotal, useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { Project } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { upsertProject } from './api';

/** Keeps the projects shown as they are on the server. */
export function useProjectsLive(): void {
  const me = useMe();
  useLive('organization', (events) => {
    const projects = events.filter((event) => event.entity === 'project.Project');
    if (projects.length === 0) return;
    const others = projects.filter((event) => event.actorId !== me.user.id && !isTotal(event)).map((event) => event.entityId);
    for (const event of projects) {
      const held = queryClient.getQueryData<Project>(key('project', event.entityId));
      if (held && (held.revision < event.revision || isTotal(event))) {
        void ok(api.GET('/api/project/projects/{id}', { params: { path: { id: event.entityId } } })).then(upsertProject, () =>
          queryClient.invalidateQueries({ queryKey: key('project', event.entityId) }),
        );
      }
    }
    void queryClient.invalidateQueries({ queryKey: key('projects') }).then(() => flash(others));
    void queryClient.invalidateQueries({ queryKey: key('project-names') });
  });
}

/** Milestones, people, statuses, fields and kept views of one project. */
export function useProjectLive(projectId: string): void {
  useLive(`project:${projectId}`, (events) => {
    if (events.some((event) => event.entity === 'project.Milestone')) void queryClient.invalidateQueries({ queryKey: key('milestones', projectId) });
    if (events.some((event) => event.entity === 'project.ProjectMember')) void queryClient.invalidateQueries({ queryKey: key('project-members', projectId) });
    if (events.some((event) => event.entity === 'project.CustomField')) void queryClient.invalidateQueries({ queryKey: key('custom-fields', projectId) });
    if (events.some((event) => event.entity === 'project.SavedView')) void queryClient.invalidateQueries({ queryKey: key('saved-views', projectId) });
    if (events.some((event) => event.entity === 'project.BoardStatus')) {
      void queryClient.invalidateQueries({ queryKey: key('statuses', projectId) });
      void queryClient.invalidateQueries({ queryKey: key('tasks', projectId) });
    }
  });
}
