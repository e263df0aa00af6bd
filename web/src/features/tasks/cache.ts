import type { InfiniteData, QueryKey } from '@tanstack/react-query';
import type { Page, Task, TaskStatus } from '~/lib/models';
import { flatten, key, mapPages, type Pages, queryClient } from '~/lib/query';
import { matches, type TaskFilters } from './filters';

/**
 * Every copy of a task that the window holds, kept in step: the panel's, the board's columns, the lists, the subtasks. Writes and live hints
 * both end here. A copy is only ever replaced by one of the same or a later revision.
 */

type Board = { columns: { status: TaskStatus; statusId?: string | null; count: number }[] };

/** The column that a task is in: of the project's own statuses, else of the six. */
export function placeOf(task: { status: TaskStatus; statusId?: string | null }): string {
  return task.statusId ?? task.status;
}

export function byPosition(a: Pick<Task, 'position' | 'id'>, b: Pick<Task, 'position' | 'id'>): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** The columns's items with the task where its position says, or as they were when that place is not loaded yet. */
export function placeInOrder(items: Task[], task: Task, hasMore: boolean): Task[] {
  const rest = items.filter((item) => item.id !== task.id);
  const at = rest.findIndex((item) => byPosition(task, item) < 0);
  if (at >= 0) return rest.toSpliced(at, 0, task);
  return hasMore ? rest : [...rest, task];
}

function hasMore(pages: Pages<Task>): boolean {
  return Boolean(pages.pages.at(-1)?.nextCursor);
}

type PagedEntry = [QueryKey, Pages<Task> | undefined];

function paged(projectId: string, kind: 'column' | 'list'): PagedEntry[] {
  return queryClient.getQueriesData<InfiniteData<Page<Task>, unknown>>({ queryKey: key('tasks', projectId, kind) });
}

/** The newest copy held anywhere. */
export function heldTask(projectId: string, id: string): Task | undefined {
  const single = queryClient.getQueryData<Task>(key('task', id));
  if (single) return single;
  for (const kind of ['column', 'list'] as const) {
    for (const [, pages] of paged(projectId, kind)) {
      const found = flatten(pages).find((task) => task.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

export function upsertTask(task: Task): void {
  const before = heldTask(task.projectId, task.id);
  if (before && before.revision > task.revision) return;
  queryClient.setQueryData<Task>(key('task', task.id), task);
  for (const [queryKey, pages] of paged(task.projectId, 'column')) {
    if (!pages) continue;
    const filters = queryKey[5] as TaskFilters;
    const held = flatten(pages).some((item) => item.id === task.id);
    const fits = queryKey[4] === placeOf(task) ? matches(task, { ...filters, status: undefined, statusId: undefined }) : false;
    if (!fits || (fits === 'unknown' && !held)) {
      if (held) queryClient.setQueryData(queryKey, mapPages(pages, (items) => items.filter((item) => item.id !== task.id)));
      if (fits === 'unknown') void queryClient.invalidateQueries({ queryKey });
    } else {
      queryClient.setQueryData(queryKey, mapPages(pages, (items) => placeInOrder(items, task, hasMore(pages))));
    }
  }
  for (const [queryKey, pages] of paged(task.projectId, 'list')) {
    if (!pages) continue;
    const held = flatten(pages).some((item) => item.id === task.id);
    const fits = matches(task, queryKey[4] as TaskFilters) !== false;
    if (held && !fits) queryClient.setQueryData(queryKey, mapPages(pages, (items) => items.filter((item) => item.id !== task.id)));
    else if (held) queryClient.setQueryData(queryKey, mapPages(pages, (items) => items.map((item) => (item.id === task.id ? task : item))));
    // A plan has every task, in the order of the board: a new one has its place there, and fetching thousands again is spared.
    else if (fits && queryKey[5] === 'plan' && !(queryKey[4] as TaskFilters).q) queryClient.setQueryData(queryKey, mapPages(pages, (items) => placeInOrder(items, task, hasMore(pages))));
    else if (fits) void queryClient.invalidateQueries({ queryKey });
  }
  if (!before) recountSoon(task.projectId); // what is counted already may have counted it
  else if (placeOf(before) !== placeOf(task)) countChange(task.projectId, placeOf(before), placeOf(task));
  upsertSubtask(task, before?.parentId ?? null);
  askAgainWhatIsOnItsWay(task);
  void queryClient.invalidateQueries({ queryKey: key('my-tasks') });
}

const again = new WeakSet<object>();

/**
 * What is being fetched at this moment may have been read before the task was written, and would be shown without it, or as it was, for good:
 * it is asked for once more when it has arrived.
 */
function askAgainWhatIsOnItsWay(task: Task): void {
  for (const queryKey of [key('tasks', task.projectId), ...(task.parentId ? [key('subtasks', task.parentId)] : [])]) {
    for (const query of queryClient.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
      if (again.has(query)) continue;
      again.add(query);
      const ask = () => {
        again.delete(query);
        return queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
      };
      void query.promise?.then(ask, ask);
    }
  }
}

function upsertSubtask(task: Task, oldParent: string | null): void {
  const replace = (items: Task[] | undefined) =>
    items?.some((item) => item.id === task.id) ? items.map((item) => (item.id === task.id ? task : item)) : items && [...items, task].toSorted(byPosition);
  if (task.parentId) queryClient.setQueryData<Task[]>(key('subtasks', task.parentId), replace);
  if (oldParent && oldParent !== task.parentId) {
    queryClient.setQueryData<Task[]>(key('subtasks', oldParent), (items) => items?.filter((item) => item.id !== task.id));
  }
}

export function dropTask(projectId: string, id: string): void {
  const before = heldTask(projectId, id);
  for (const kind of ['column', 'list'] as const) {
    for (const [queryKey, pages] of paged(projectId, kind)) {
      if (pages && flatten(pages).some((item) => item.id === id)) {
        queryClient.setQueryData(queryKey, mapPages(pages, (items) => items.filter((item) => item.id !== id)));
      }
    }
  }
  if (before?.parentId) queryClient.setQueryData<Task[]>(key('subtasks', before.parentId), (items) => items?.filter((item) => item.id !== id));
  if (before) countChange(projectId, placeOf(before), undefined);
  void queryClient.invalidateQueries({ queryKey: key('my-tasks') });
}

let recount = 0;

/** Shown at once by arithmetic, then asked from the server when it has become quiet. */
function countChange(projectId: string, from: string, to: string | undefined): void {
  const boardKey = key('tasks', projectId, 'board');
  queryClient.setQueriesData<Board>({ queryKey: boardKey }, (board) =>
    board && { columns: board.columns.map((column) => ({ ...column, count: Math.max(0, column.count + (placeOf(column) === to ? 1 : 0) - (placeOf(column) === from ? 1 : 0)) })) },
  );
  recountIn(1500, projectId);
}

export function recountSoon(projectId: string): void {
  recountIn(300, projectId);
}

function recountIn(milliseconds: number, projectId: string): void {
  window.clearTimeout(recount);
  recount = window.setTimeout(() => void queryClient.invalidateQueries({ queryKey: key('tasks', projectId, 'board') }), milliseconds);
}

/** Puts a card where it was dropped, before the server has said yes: by its neighbours, since its new position is not known yet. */
export function placeByNeighbour(task: Task, afterId: string | null, beforeId: string | null): void {
  for (const [queryKey, pages] of paged(task.projectId, 'column')) {
    if (!pages) continue;
    const mine = queryKey[4] === placeOf(task);
    queryClient.setQueryData(
      queryKey,
      mapPages(pages, (items) => {
        const rest = items.filter((item) => item.id !== task.id);
        if (!mine) return rest;
        const after = rest.findIndex((item) => item.id === afterId);
        const before = rest.findIndex((item) => item.id === beforeId);
        const at = after >= 0 ? after + 1 : before >= 0 ? before : afterId === null && beforeId === null ? 0 : rest.length;
        return rest.toSpliced(at, 0, task);
      }),
    );
  }
}

export interface Snapshot {
  entries: [QueryKey, unknown][];
}

/** The columns and counts as they are, to be put back when the server refuses. */
export function snapshot(projectId: string): Snapshot {
  return { entries: queryClient.getQueriesData({ queryKey: key('tasks', projectId) }) };
}

export function restore({ entries }: Snapshot): void {
  for (const [queryKey, data] of entries) queryClient.setQueryData(queryKey, data);
}

export function adjustCounts(projectId: string, from: string, to: string): void {
  if (from !== to) countChange(projectId, from, to);
}
