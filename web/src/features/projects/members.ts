import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { ProjectMember } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

export type ProjectRole = NonNullable<ProjectMember['role']>;

/** What is being fetched may be older than what is shown now. */
function show(projectId: string, change: (members: ProjectMember[]) => ProjectMember[]): void {
  void queryClient.cancelQueries({ queryKey: key('project-members', projectId) });
  queryClient.setQueryData<ProjectMember[]>(key('project-members', projectId), (members) => members && change(members));
}

function refresh(projectId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: key('project-members', projectId) });
}

export async function addProjectMember(projectId: string, userId: string, role: ProjectRole): Promise<void> {
  await ok(api.POST('/api/project/project-members', { body: { projectId, userId, role } }));
  await refresh(projectId);
}

export async function changeProjectMember(member: ProjectMember, role: ProjectRole, name: string): Promise<void> {
  if (role === member.role) return;
  show(member.projectId, (members) => members.map((other) => (other.id === member.id ? { ...other, role } : other)));
  try {
    await ok(api.PATCH('/api/project/project-members/{id}', { params: { path: { id: member.id }, header: ifMatch(member) }, body: { role } }));
  } catch (error) {
    toastProblem(t`The role of ${name} stays as it was.`, error);
  }
  await refresh(member.projectId);
}

/** Takes a person out, and offers to take them back in with the role they had. */
export async function removeProjectMember(member: ProjectMember, name: string): Promise<void> {
  const { projectId, userId } = member;
  show(projectId, (members) => members.filter((other) => other.id !== member.id));
  try {
    await ok(api.DELETE('/api/project/project-members/{id}', { params: { path: { id: member.id }, header: ifMatch(member) } }));
    toast(t`${name} is no longer on this project`, () => {
      addProjectMember(projectId, userId, member.role ?? 'member').catch((error: unknown) => toastProblem(t`${name} was not added again.`, error));
    });
  } catch (error) {
    toastProblem(t`${name} was not removed.`, error);
  }
  await refresh(projectId);
}
