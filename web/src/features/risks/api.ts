import { t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, ok } from '~/lib/client';
import type { Risk, RiskLevel, RiskStatus } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

/** The register of a project, with what the system suggests. */
export function risksQuery(projectId: string) {
  return queryOptions({
    queryKey: key('risks', projectId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/risk-register', { params: { query: { projectId: [projectId], limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export interface RiskFields {
  description: string;
  probability: RiskLevel | null;
  impact: RiskLevel | null;
  status: RiskStatus;
  ownerId: string | null;
  reviewDate: string | null;
  mitigationPlan: string | null;
}

function changed(projectId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: key('risks', projectId) });
}

export async function createRisk(projectId: string, fields: RiskFields): Promise<void> {
  await ok(api.POST('/api/project/risk-register', { body: { projectId, ...fields } }));
  await changed(projectId);
}

/** Saves what was edited in a form that was opened on `risk`. Throws what the API says. */
export async function changeRisk(risk: Risk, fields: RiskFields): Promise<void> {
  await ok(api.PATCH('/api/project/risk-register/{id}', { params: { path: { id: risk.id }, header: ifMatch(risk) }, body: fields }));
  await changed(risk.projectId);
}

export async function deleteRisk(risk: Risk): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/risk-register/{id}', { params: { path: { id: risk.id }, header: ifMatch(risk) } }));
  } catch (error) {
    toastProblem(risk.suggested ? t`The suggestion was not put away.` : t`The risk was not deleted.`, error);
  }
  await changed(risk.projectId);
}

export async function acceptRisk(risk: Risk): Promise<void> {
  try {
    await ok(api.POST('/api/project/risk-register/{id}/accept', { params: { path: { id: risk.id } } }));
    toast(t`Taken into the register`);
  } catch (error) {
    toastProblem(t`The suggestion was not accepted.`, error);
  }
  await changed(risk.projectId);
}

/** Lets the system look for risks; how many it suggests now, or null when that failed. */
export async function suggestRisks(projectId: string): Promise<number | null> {
  try {
    const page = await ok(api.POST('/api/project/projects/{id}/risks/suggest', { params: { path: { id: projectId } } }));
    await changed(projectId);
    return page.items.length;
  } catch (error) {
    toastProblem(t`The project was not looked at.`, error);
    return null;
  }
}
