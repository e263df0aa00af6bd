import { t } from '@lingui/core/macro';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, ifMatch, ok } from '~/lib/client';
import type { TaskAttachment, TaskComment, TaskRecurrence, TaskWatcher } from '~/lib/models';
import { fetchAll, key, pageParams, queryClient } from '~/lib/query';
import { upload } from '~/lib/upload';
import { toastProblem } from '~/ui/toast';

/** What people say about a task, and what happened to it: queries and writes. Live hints fetch again what they name. */

const PAGE = 30;
const cursorOf = (cursor: string | null) => (cursor ? { cursor } : {});

export const commentsKey = (taskId: string) => key('comments', taskId);
export const historyKey = (taskId: string) => key('history', taskId);
export const attachmentsKey = (taskId: string) => key('attachments', taskId);
export const watchersKey = (taskId: string) => key('watchers', taskId);
export const recurrenceKey = (taskId: string) => key('recurrence', taskId);

/** The comments, the newest first. */
export function commentsQuery(taskId: string) {
  return infiniteQueryOptions({
    queryKey: commentsKey(taskId),
    queryFn: ({ pageParam }) => ok(api.GET('/api/project/task-comments', { params: { query: { taskId: [taskId], sort: '-createdAt', limit: PAGE, ...cursorOf(pageParam) } } })),
    ...pageParams,
  });
}

/** What happened, the newest first. */
export function historyQuery(taskId: string) {
  return infiniteQueryOptions({
    queryKey: historyKey(taskId),
    queryFn: ({ pageParam }) => ok(api.GET('/api/project/tasks/{id}/history', { params: { path: { id: taskId }, query: { limit: PAGE, ...cursorOf(pageParam) } } })),
    ...pageParams,
  });
}

export async function addComment(taskId: string, body: string): Promise<void> {
  await ok(api.POST('/api/project/task-comments', { body: { taskId, body } }));
  await refetch(commentsKey(taskId), watchersKey(taskId));
}

export async function changeComment(comment: TaskComment, body: string): Promise<void> {
  await ok(api.PATCH('/api/project/task-comments/{id}', { params: { path: { id: comment.id }, header: ifMatch(comment) }, body: { body } }));
  await refetch(commentsKey(comment.taskId), historyKey(comment.taskId));
}

export async function deleteComment(comment: TaskComment): Promise<void> {
  try {
    await ok(api.DELETE('/api/project/task-comments/{id}', { params: { path: { id: comment.id } } }));
  } catch (error) {
    toastProblem(t`The comment was not deleted.`, error);
  }
  await refetch(commentsKey(comment.taskId), historyKey(comment.taskId));
}

export async function refetch(...keys: unknown[][]): Promise<void> {
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function attachmentsQuery(taskId: string) {
  return queryOptions({
    queryKey: attachmentsKey(taskId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/task-attachments', { params: { query: { taskId: [taskId], sort: 'createdAt', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export function sendFile(taskId: string, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<TaskAttachment> {
  const form = new FormData();
  form.set('taskId', taskId);
  form.set('file', file);
  return upload('/api/project/task-attachments', form, onProgress, signal);
}

/** The picture itself, for a preview. */
export function pictureQuery(id: string) {
  return queryOptions({
    queryKey: key('picture', id),
    queryFn: async () => {
      const { data, response } = await api.GET('/api/project/task-attachments/{id}/content', { params: { path: { id } }, parseAs: 'blob' });
      return response.ok && data ? URL.createObjectURL(data as unknown as Blob) : null;
    },
    staleTime: Infinity,
  });
}

/** Opens the file beside the app, or saves it where its kind cannot be shown. */
export async function openFile(attachment: TaskAttachment): Promise<void> {
  try {
    const { url } = await ok(api.GET('/api/project/task-attachments/{id}/link', { params: { path: { id: attachment.id } } }));
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener';
    link.click();
  } catch (error) {
    toastProblem(t`“${attachment.name}” could not be opened.`, error);
  }
}

export async function deleteFile(attachment: TaskAttachment): Promise<void> {
  queryClient.setQueryData<TaskAttachment[]>(attachmentsKey(attachment.taskId), (files) => files?.filter((file) => file.id !== attachment.id));
  try {
    await ok(api.DELETE('/api/project/task-attachments/{id}', { params: { path: { id: attachment.id } } }));
  } catch (error) {
    toastProblem(t`“${attachment.name}” was not deleted.`, error);
  }
  await refetch(attachmentsKey(attachment.taskId), historyKey(attachment.taskId));
}

export function watchersQuery(taskId: string) {
  return queryOptions({
    queryKey: watchersKey(taskId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/task-watchers', { params: { query: { taskId: [taskId], sort: 'createdAt', limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

export async function watch(taskId: string, userId: string): Promise<void> {
  try {
    await ok(api.POST('/api/project/task-watchers', { body: { taskId, userId } }));
  } catch (error) {
    toastProblem(t`Nobody new watches this task.`, error);
  }
  await refetch(watchersKey(taskId));
}

export async function unwatch(watcher: TaskWatcher): Promise<void> {
  queryClient.setQueryData<TaskWatcher[]>(watchersKey(watcher.taskId), (all) => all?.filter((other) => other.id !== watcher.id));
  try {
    await ok(api.DELETE('/api/project/task-watchers/{id}', { params: { path: { id: watcher.id } } }));
  } catch (error) {
    toastProblem(t`They still watch this task.`, error);
  }
  await refetch(watchersKey(watcher.taskId));
}

/** How the task comes again; null when it does not. */
export function recurrenceQuery(taskId: string) {
  return queryOptions({
    queryKey: recurrenceKey(taskId),
    queryFn: async () => (await ok(api.GET('/api/project/task-recurrences', { params: { query: { taskId: [taskId], limit: 1 } } }))).items[0] ?? null,
  });
}

export type RuleBody = Pick<TaskRecurrence, 'rule' | 'timeZone' | 'startsAt'>;

export function timesQuery(body: RuleBody) {
  return queryOptions({
    queryKey: key('rule-times', body),
    queryFn: () => ok(api.POST('/api/project/task-recurrences/preview', { body })),
    staleTime: Infinity,
    retry: false,
  });
}

export async function saveRecurrence(taskId: string, held: TaskRecurrence | null, body: RuleBody): Promise<void> {
  if (held) await ok(api.PATCH('/api/project/task-recurrences/{id}', { params: { path: { id: held.id }, header: ifMatch(held) }, body: { ...body, active: true } }));
  else await ok(api.POST('/api/project/task-recurrences', { body: { taskId, ...body } }));
  await refetch(recurrenceKey(taskId), historyKey(taskId));
}

export async function stopRecurrence(held: TaskRecurrence): Promise<void> {
  await ok(api.DELETE('/api/project/task-recurrences/{id}', { params: { path: { id: held.id } } }));
  await refetch(recurrenceKey(held.taskId), historyKey(held.taskId));
}
