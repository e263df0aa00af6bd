import { QueryObserver } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Task } from '~/lib/models';
import { flatten, key, type Pages, queryClient } from '~/lib/query';
import { byPosition, dropTask, placeByNeighbour, placeInOrder, restore, snapshot, upsertTask } from './cache';
import { bucketOf } from './MyWork';

const P = 'project';

function task(id: string, position: string, change: Partial<Task> = {}): Task {
  const base = { id, position, projectId: P, title: id, status: 'todo', revision: 1, abilities: ['update'], parentId: null, assigneeId: null, priority: null };
  return { ...base, ...change } as unknown as Task;
}

const columnKey = (status: string, filters = {}) => key('tasks', P, 'column', status, filters);

function put(status: string, items: Task[], nextCursor: string | null = null, filters = {}) {
  queryClient.setQueryData<Pages<Task>>(columnKey(status, filters), { pages: [{ items, nextCursor }], pageParams: [null] });
}

const ids = (status: string, filters = {}) => flatten(queryClient.getQueryData<Pages<Task>>(columnKey(status, filters))).map((item) => item.id);

beforeEach(() => queryClient.clear());

describe('order', () => {
  it('compares positions as plain text', () => {
    expect([task('b', 'a1'), task('a', 'Zz'), task('c', 'a0V')].toSorted(byPosition).map((item) => item.id)).toEqual(['a', 'c', 'b']);
  });

  it('does not invent a place among cards that are not loaded', () => {
    const items = [task('a', 'a'), task('c', 'c')];
    expect(placeInOrder(items, task('b', 'b'), true).map((item) => item.id)).toEqual(['a', 'b', 'c']);
    expect(placeInOrder(items, task('d', 'd'), true).map((item) => item.id)).toEqual(['a', 'c']);
    expect(placeInOrder(items, task('d', 'd'), false).map((item) => item.id)).toEqual(['a', 'c', 'd']);
  });
});

describe('upsertTask', () => {
  it('moves a card to its column and place', () => {
    put('todo', [task('a', 'a'), task('b', 'b')]);
    put('done', [task('x', 'a', { status: 'done' })]);
    upsertTask(task('a', 'b', { status: 'done', revision: 2 }));
    expect(ids('todo')).toEqual(['b']);
    expect(ids('done')).toEqual(['x', 'a']);
  });

  it('never goes back to an older revision', () => {
    put('todo', [task('a', 'a', { revision: 5, title: 'new' })]);
    upsertTask(task('a', 'a', { revision: 4, title: 'old' }));
    expect(flatten(queryClient.getQueryData<Pages<Task>>(columnKey('todo')))[0]?.title).toBe('new');
  });

  it('leaves a filtered column that the card no longer fits', () => {
    const filters = { priority: ['high'] };
    put('todo', [task('a', 'a', { priority: 'high' })], null, filters);
    upsertTask(task('a', 'a', { priority: 'low', revision: 2 }));
    expect(ids('todo', filters)).toEqual([]);
  });
});

describe('moving', () => {
  it('places between neighbours at once and can be taken back', () => {
    put('todo', [task('a', 'a'), task('b', 'b'), task('c', 'c')]);
    put('done', [task('x', 'a', { status: 'done' })]);
    const before = snapshot(P);
    placeByNeighbour(task('c', 'c'), 'a', 'b');
    expect(ids('todo')).toEqual(['a', 'c', 'b']);
    placeByNeighbour(task('c', 'c', { status: 'done' }), null, 'x');
    expect(ids('todo')).toEqual(['a', 'b']);
    expect(ids('done')).toEqual(['c', 'x']);
    restore(before);
    expect(ids('todo')).toEqual(['a', 'b', 'c']);
    expect(ids('done')).toEqual(['x']);
  });

  it('drops a deleted card everywhere', () => {
    put('todo', [task('a', 'a'), task('b', 'b')]);
    dropTask(P, 'a');
    expect(ids('todo')).toEqual(['b']);
  });
});

describe('bucketOf', () => {
  it('ends the week on Sunday', () => {
    const due = (day: string | null) => bucketOf({ dueDate: day && `${day}T00:00:00Z` } as Task, '2026-11-25');
    expect([due('2026-11-24'), due('2026-11-25'), due('2026-11-29'), due('2026-11-30'), due(null)]).toEqual(['late', 'today', 'week', 'later', 'none']);
  });
});

describe('what is on its way', () => {
  it('is asked for again when a task was written meanwhile: it may have been read before', async () => {
    const parent = 'parent';
    let answers = 0;
    let arrive: (tasks: Task[]) => void = () => undefined;
    const observer = new QueryObserver<Task[]>(queryClient, {
      queryKey: key('subtasks', parent),
      queryFn: () => {
        answers += 1;
        return answers === 1 ? new Promise((resolve) => (arrive = resolve)) : Promise.resolve([task('child', 'a', { parentId: parent })]);
      },
    });
    const stop = observer.subscribe(() => undefined);
    upsertTask(task('child', 'a', { parentId: parent }));
    arrive([]);
    await vi.waitFor(() => expect(queryClient.getQueryData<Task[]>(key('subtasks', parent))?.map((item) => item.id)).toEqual(['child']));
    stop();
  });
});
