import { describe, expect, it } from 'vitest';
import type { User } from '~/lib/models';
import { NONE } from '~/lib/taskFilters';
import { type GroupContext, groupsOf } from './groups';

const mara = { id: 'mara', firstName: 'Mara', lastName: null, email: 'm@x.example' } as unknown as User;
const context = (strangers: string[]): GroupContext => ({
  statuses: [],
  milestones: [],
  labels: [],
  people: { list: [mara], byId: new Map([['mara', mara]]), me: 'mara', stranger: 'Former member' },
  strangers,
});
const shown = (filters: Parameters<typeof groupsOf>[1], strangers: string[]) => groupsOf('assignee', filters, context(strangers)).map((group) => [group.name, group.filters.assignee]);

describe('groups by assignee', () => {
  it('have one for those who are no longer members', () => {
    expect(shown({}, [])).toEqual([
      ['Mara', ['mara']],
      ['Nobody', [NONE]],
    ]);
    expect(shown({}, ['gone', 'long gone'])).toEqual([
      ['Mara', ['mara']],
      ['Former member', ['gone', 'long gone']],
      ['Nobody', [NONE]],
    ]);
  });

  it('stay within what is filtered', () => {
    expect(shown({ assignee: ['gone', NONE] }, ['gone', 'long gone'])).toEqual([
      ['Former member', ['gone']],
      ['Nobody', [NONE]],
    ]);
  });
});
