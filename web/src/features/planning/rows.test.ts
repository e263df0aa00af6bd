import { describe, expect, it } from 'vitest';
import type { Task } from '~/lib/models';
import { below, ownSpan, taskRows, tree } from './rows';
import { toDay, workCalendar } from './time';

const calendar = workCalendar();
const at = (day: string | null) => (day ? `${day}T00:00:00Z` : null);

function task(id: string, parentId: string | null, startDate: string | null = null, dueDate: string | null = null, durationDays: number | null = null): Task {
  return { id, parentId, startDate: at(startDate), dueDate: at(dueDate), durationDays } as unknown as Task;
}

const shown = (closed: string[] = [], only: ((one: Task) => boolean) | null = null) => ({ spanOf: (one: Task) => ownSpan(one, calendar), isOpen: (id: string) => !closed.includes(id), only });
const told = (tasks: Task[], closed: string[] = []) =>
  taskRows(tree(tasks), shown(closed)).map((row) => [row.depth, row.id, row.span ? `${toDay(row.span.start).slice(5)}..${toDay(row.span.end).slice(5)}` : '', row.summary]);

describe('the span of a task', () => {
  it('is its dates, else what its duration says', () => {
    const span = (...args: [string | null, string | null, number | null]) => {
      const found = ownSpan(task('a', null, ...args), calendar);
      return found && [toDay(found.start), toDay(found.end)];
    };
    expect(span('2026-11-23', '2026-11-25', 9)).toEqual(['2026-11-23', '2026-11-25']);
    expect(span(null, '2026-11-25', null)).toEqual(['2026-11-25', '2026-11-25']);
    expect(span(null, '2026-11-24', 3)).toEqual(['2026-11-20', '2026-11-24']);
    expect(span('2026-11-27', null, 2)).toEqual(['2026-11-27', '2026-11-30']);
    expect(span(null, null, 4)).toBeNull();
  });
});

describe('the tree', () => {
  const tasks = [task('a', null), task('b', 'a', '2026-11-23', '2026-11-24'), task('c', null, null, '2026-12-01'), task('d', 'a', null, '2026-11-30'), task('e', 'd'), task('f', 'gone', null, '2026-11-01')];

  it('puts subtasks below theirs, and spans those', () => {
    expect(told(tasks)).toEqual([
      [0, 'a', '11-23..11-30', true],
      [1, 'b', '11-23..11-24', false],
      [1, 'd', '11-30..11-30', false],
      [2, 'e', '', false],
      [0, 'c', '12-01..12-01', false],
      [0, 'f', '11-01..11-01', false],
    ]);
  });
  it('leaves out what is below a closed one', () => {
    expect(told(tasks, ['a']).map(([, id]) => id)).toEqual(['a', 'c', 'f']);
  });
  it('shows what is asked for with all that it lies under', () => {
    expect(taskRows(tree(tasks), shown([], (one) => one.id === 'e')).map((row) => row.id)).toEqual(['a', 'd', 'e']);
  });
  it('finds all below one', () => {
    expect(below(tree(tasks), 'a').map((one) => one.id)).toEqual(['b', 'd', 'e']);
  });
  it('holds five thousand without delay', () => {
    const many = Array.from({ length: 5000 }, (_, index) => task(`t${index}`, index % 10 === 0 ? null : `t${index - (index % 10)}`, '2026-11-23', '2026-11-24'));
    const begun = performance.now();
    expect(taskRows(tree(many), shown())).toHaveLength(5000);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
