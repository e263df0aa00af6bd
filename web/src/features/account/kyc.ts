import { queryOptions } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import { api, ifMatch, ok } from '~/lib/client';
import { type DocumentKind, documentsOf } from '~/lib/kyc';
import type { KycData, KycDocument } from '~/lib/models';
import { isStatus } from '~/lib/problem';
import { key, queryClient } from '~/lib/query';
import { upload } from '~/lib/upload';
import { toast, toastProblem } from '~/ui/toast';

/** The check of one's own documents, or null before it was begun. */
export function kycQuery(userId: string) {
  return queryOptions({
    queryKey: key('kyc', userId),
    queryFn: async (): Promise<KycData | null> => (await ok(api.GET('/api/auth/kyc-data', { params: { query: { userId: [userId], limit: 1 } } }))).items[0] ?? null,
  });
}

const show = (record: KycData) => queryClient.setQueryData<KycData | null>(key('kyc', record.userId), record);
const again = (userId: string) => queryClient.invalidateQueries({ queryKey: key('kyc', userId) });

/** Begins the check, unless it was begun in another window. */
async function begin(userId: string): Promise<KycData> {
  try {
    const record = await ok(api.POST('/api/auth/kyc-data', { body: {} }));
    show(record);
    return record;
  } catch (error) {
    const there = isStatus(error, 409) ? await queryClient.fetchQuery({ ...kycQuery(userId), staleTime: 0 }) : null;
    if (there) return there;
    throw error;
  }
}

/** Uploads come one after the other, so that the first one begins the record for all of them. */
let turn: Promise<unknown> = Promise.resolve();

/** Sends a document; the first one begins the check. */
export function sendDocument(userId: string, kind: DocumentKind, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<void> {
  const work = async () => {
    if (signal.aborted) return;
    const record = queryClient.getQueryData<KycData | null>(key('kyc', userId)) ?? (await begin(userId));
    const form = new FormData();
    form.set('kind', kind);
    form.set('file', file);
    show(await upload<KycData>(`/api/auth/kyc-data/${record.id}/documents`, form, onProgress, signal));
  };
  const mine = turn.then(work, work);
  turn = mine.catch(() => undefined);
  return mine;
}

export async function removeDocument(record: KycData, document: KycDocument): Promise<void> {
  const { name } = document;
  show({ ...record, documents: { items: documentsOf(record).filter((other) => other.id !== document.id) } });
  try {
    show(await ok(api.DELETE('/api/auth/kyc-data/{id}/documents/{document_id}', { params: { path: { id: record.id, document_id: document.id } } })));
  } catch (error) {
    show(record);
    toastProblem(t`“${name}” was not removed.`, error);
    void again(record.userId);
  }
}

export async function openDocument(record: KycData, { id, name }: KycDocument): Promise<void> {
  try {
    const { url } = await ok(api.GET('/api/auth/kyc-data/{id}/documents/{document_id}', { params: { path: { id: record.id, document_id: id } } }));
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener';
    link.click();
  } catch (error) {
    toastProblem(t`“${name}” could not be opened.`, error);
  }
}

export async function submitDocuments(record: KycData): Promise<void> {
  show({ ...record, status: 'pending', submittedAt: new Date().toISOString() });
  try {
    show(await ok(api.POST('/api/auth/kyc-data/{id}/submit', { params: { path: { id: record.id }, header: ifMatch(record) } })));
    toast(t`Your documents are handed in`);
  } catch (error) {
    show(record);
    toastProblem(t`Your documents are not handed in yet.`, error);
    void again(record.userId);
  }
}
