import { describe, expect, it } from 'vitest';
import type { Task } from './models';
import { filterSearch, isFiltered, matches, readFilters, resolveFilters, toQuery, writeFilters, type TaskFilters } from './taskFilters';

const ME = '00000000-0000-7000-8000-000000000001';
const FIELD = '00000000-0000-7000-8000-0000000000f1';
// A Wednesday.
const NOW = '2026-11-25';

const task = (change: Partial<Task> = {}) =>
  ({ status: 'todo', statusId: null, priority: null, assigneeId: null, milestoneId: null, parentId: null, projectId: 'p', labels: [], dueDate: null, fields: {}, ...change }) as unknown as Task;

describe('filters in an address', () => {
  it('come back as they were, also with commas and semicolons in labels', () => {
    const filters: TaskFilters = { q: 'a b', status: ['todo'], priority: ['high', 'null'], assignee: ['me', ME], label: ['a,b', '100%'], due: '2026-11-01..', fields: { [FIELD]: ['x;y', 'z'] } };
    expect(readFilters(writeFilters(filters))).toEqual(filters);
  });

  it('drop what is not known', () => {
    expect(filterSearch({ status: 'todo,flying', priority: 'x', assignee: 'you', due: 'soon', milestone: '7', fields: 'no:1', label: 2024, q: '' })).toEqual({ status: 'todo', label: '2024' });
    expect(isFiltered(readFilters({ due: '..' }))).toBe(false);
  });

  it("tell a project's own statuses from the six", () => {
    expect(readFilters({ status: `todo,${FIELD}` })).toEqual({ status: ['todo'], statusId: [FIELD] });
  });
});

describe('filters for a reader', () => {
  it('name the reader and the days', () => {
    expect(resolveFilters({ assignee: ['me', 'null'], due: 'week' }, ME, NOW)).toEqual({ assignee: [ME, 'null'], due: '2026-11-23..2026-11-29' });
    expect(toQuery(resolveFilters({ due: 'today' }, ME, NOW))).toEqual({ dueDateAfter: '2026-11-25T00:00:00Z', dueDateBefore: '2026-11-26T00:00:00Z' });
  });

  it('what is done is not overdue, unless asked for', () => {
    expect(resolveFilters({ due: 'overdue' }, ME, NOW)).toEqual({ due: '..2026-11-24', status: ['backlog', 'todo', 'in_progress', 'in_review'] });
    expect(resolveFilters({ due: 'overdue', status: ['done'] }, ME, NOW).status).toEqual(['done']);
  });
});

describe('matches', () => {
  it('answers as the server would', () => {
    expect(matches(task(), { priority: ['null', 'high'] })).toBe(true);
    expect(matches(task({ priority: 'low' }), { priority: ['null', 'high'] })).toBe(false);
    expect(matches(task({ dueDate: '2026-11-29T00:00:00Z' }), { due: '2026-11-23..2026-11-29' })).toBe(true);
    expect(matches(task(), { due: '2026-11-23..' })).toBe(false);
    expect(matches(task({ labels: ['a'] }), { label: ['b', 'a'] })).toBe(true);
    expect(matches(task({ labels: ['a'] }), { label: ['null'] })).toBe(false);
    expect(matches(task({ fields: { [FIELD]: 7 } }), { fields: { [FIELD]: ['7'] } })).toBe(true);
    expect(matches(task({ parentId: 'x' }), { top: true })).toBe(false);
    expect(matches(task(), { q: 'text' })).toBe('unknown');
  });
});
