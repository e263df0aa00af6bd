import { api, ok } from '~/lib/client';
import { flash } from '~/lib/highlight';
import { isTotal, type LiveEvent, useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import { isStatus } from '~/lib/problem';
import { key, queryClient } from '~/lib/query';
import { dropTask, heldTask, recountSoon, upsertTask } from './cache';
import { refreshChecklist } from './checklist';

/** Above this many changes at once (an import) the lists are fetched again instead of one record at a time. */
const ONE_BY_ONE = 25;

async function refresh(projectId: string, events: LiveEvent[]): Promise<string[]> {
  if (events.length > ONE_BY_ONE) {
    await queryClient.invalidateQueries({ queryKey: key('tasks', projectId) });
    await queryClient.invalidateQueries({ queryKey: key('subtasks') });
    return [];
  }
  const changed = await Promise.all(
    events.map(async ({ entityId }) => {
      try {
        upsertTask(await ok(api.GET('/api/project/tasks/{id}', { params: { path: { id: entityId } } })));
        return entityId;
      } catch (error) {
        if (isStatus(error, 404)) dropTask(projectId, entityId);
        return null;
      }
    }),
  );
  return changed.filter((id) => id !== null);
}

/** Keeps the tasks of a project as they are on the server while something shows them. */
export function useTasksLive(projectId: string | null): void {
  const me = useMe();
  useLive(projectId ? `project:${projectId}` : null, (events) => {
    if (!projectId) return;
    const tasks = events.filter((event) => event.entity === 'project.Task');
    for (const event of tasks) {
      if (event.event.endsWith('.deleted')) dropTask(projectId, event.entityId);
    }
    const news = tasks.filter((event) => {
      if (event.event.endsWith('.deleted')) return false;
      const held = heldTask(projectId, event.entityId);
      // What the system adds up is new without a new revision.
      return event.revision > (held?.revision ?? 0) || (held !== undefined && isTotal(event));
    });
    // A list that was fetched in between holds it already; the counts may be older than that.
    if (tasks.length > news.length) recountSoon(projectId);
    if (news.length > 0) {
      void refresh(projectId, news).then((ids) => {
        const others = new Set(news.filter((event) => event.actorId !== me.user.id && !isTotal(event)).map((event) => event.entityId));
        flash(ids.filter((id) => others.has(id)));
      });
    }
  });
}

/** What hangs on a task, by the queries that hold it. */
const PARTS: [entity: string, part: string][] = [
  ['project.TaskComment', 'comments'],
  ['project.TaskAttachment', 'attachments'],
  ['project.TaskWatcher', 'watchers'],
  ['project.TaskRecurrence', 'recurrence'],
  ['project.TaskDependency', 'waits'],
];

/** The parts of one task that is open. */
export function useTaskLive(taskId: string): void {
  const me = useMe();
  useLive(`task:${taskId}`, (events) => {
    const touched = new Set(events.map((event) => event.entity));
    if (touched.has('project.TaskChecklist')) void refreshChecklist(taskId);
    for (const [entity, part] of PARTS) {
      if (touched.has(entity)) void queryClient.invalidateQueries({ queryKey: key(part, taskId) });
    }
    // Each of them is a line of the history too.
    void queryClient.invalidateQueries({ queryKey: key('history', taskId) });
    flash(events.filter((event) => event.entity === 'project.TaskComment' && event.actorId !== me.user.id).map((event) => event.entityId));
  });
}
