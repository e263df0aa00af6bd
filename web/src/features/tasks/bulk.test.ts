import { describe, expect, it } from 'vitest';
import type { Task } from '~/lib/models';
import { batches, reverse } from './bulk';
import { isSame, configOf } from './savedViews';

const task = (id: string, change: Partial<Task> = {}) => ({ id, title: id, priority: null, labels: [], ...change }) as unknown as Task;

describe('many at once', () => {
  it('goes in as few requests as can be, at most 200 tasks each', () => {
    const many = Array.from({ length: 450 }, (_, index) => task(String(index)));
    expect(batches(many, { priority: 'high' }).map((batch) => batch.tasks.length)).toEqual([200, 200, 50]);
  });

  it('puts tasks together that are given the same', () => {
    const made = batches([task('a', { labels: ['x'] }), task('b'), task('c', { labels: ['x'] })], (one) => ({ labels: [...one.labels, 'new'] }));
    expect(made.map((batch) => [batch.change.labels, batch.tasks.map((one) => one.id)])).toEqual([
      [['x', 'new'], ['a', 'c']],
      [['new'], ['b']],
    ]);
  });

  it('is taken back field by field', () => {
    expect(reverse(task('a', { priority: 'low', labels: ['x'] }), { priority: 'high' })).toEqual({ priority: 'low' });
  });
});

describe('a kept view', () => {
  it('is the same whatever the order of the address, and knows only its own parameters', () => {
    const keys = ['q', 'sort', 'tree'];
    expect(isSame(configOf({ sort: 'title', q: 'a', tree: true, view: 'list' }, keys), configOf({ tree: true, q: 'a', sort: 'title', q2: 1, other: '' }, keys))).toBe(true);
    expect(configOf({ q: '', sort: 5 }, keys)).toEqual({});
  });
});
