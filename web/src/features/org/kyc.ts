import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import type { KycData, KycDocument } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import type { Tone } from '~/ui/Pill';
import { toast, toastProblem } from '~/ui/toast';

/** What an Organizer decides. */
export type Decision = 'approve' | 'reject' | 'request-again';

const listKey = () => key('kyc queue');

/** Whatever was handed in, and what came of it. What is still being gathered is nobody's business yet. */
export function kycQueueQuery() {
  return queryOptions({
    queryKey: listKey(),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/auth/kyc-data', { params: { query: { gathering: false, sort: '-submittedAt', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** The address of a document is good for two minutes, and each one that is asked for stands in the log. */
const LINK_MS = 100_000;

export function documentQuery(recordId: string, documentId: string) {
  return queryOptions({
    queryKey: key('kyc document', recordId, documentId),
    queryFn: async () => (await ok(api.GET('/api/auth/kyc-data/{id}/documents/{document_id}', { params: { path: { id: recordId, document_id: documentId } } }))).url,
    staleTime: LINK_MS,
    gcTime: LINK_MS,
  });
}

/** What a browser can show in the page itself. */
export function shownAs({ contentType }: KycDocument): 'image' | 'pdf' | null {
  if (contentType === 'application/pdf') return 'pdf';
  return ['image/png', 'image/jpeg', 'image/webp'].includes(contentType) ? 'image' : null;
}

export function isWaiting(record: KycData): boolean {
  return record.status === 'pending';
}

export const KYC_TONES: Record<KycData['status'], Tone> = { pending: 'amber', approved: 'green', rejected: 'red', resubmission_requested: 'amber' };

export function kycStatusName(status: KycData['status']): string {
  const names: Record<KycData['status'], string> = { pending: t`Waiting`, approved: t`Approved`, rejected: t`Rejected`, resubmission_requested: t`Asked again` };
  return names[status];
}

const AFTER: Record<Decision, KycData['status']> = { approve: 'approved', reject: 'rejected', 'request-again': 'resubmission_requested' };

function send(record: KycData, decision: Decision, reason: string): Promise<KycData> {
  const params = { path: { id: record.id }, header: ifMatch(record) };
  if (decision === 'approve') return ok(api.POST('/api/auth/kyc-data/{id}/approve', { params }));
  const body = { reason };
  return decision === 'reject' ? ok(api.POST('/api/auth/kyc-data/{id}/reject', { params, body })) : ok(api.POST('/api/auth/kyc-data/{id}/request-again', { params, body }));
}

const show = (record: KycData) => queryClient.setQueryData<KycData[]>(listKey(), (all) => all?.map((other) => (other.id === record.id ? record : other)));

/** Shows the decision at once; a refusal, also because the documents changed meanwhile, takes it back. The person is told by mail, so there is no undo. */
export async function decide(record: KycData, decision: Decision, reason: string, name: string): Promise<void> {
  await queryClient.cancelQueries({ queryKey: listKey() });
  show({ ...record, status: AFTER[decision], reason: reason || null, decidedAt: new Date().toISOString() });
  const done: Record<Decision, string> = {
    approve: t`${name} is verified`,
    reject: t`The documents of ${name} are rejected`,
    'request-again': t`${name} is asked for other documents`,
  };
  try {
    show(await send(record, decision, reason));
    toast(done[decision]);
  } catch (error) {
    show(record);
    toastProblem(t`Nothing was decided.`, error);
    throw error;
  } finally {
    void queryClient.invalidateQueries({ queryKey: listKey() });
    void queryClient.invalidateQueries({ queryKey: key('log of', record.id) });
  }
}
