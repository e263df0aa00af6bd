import { describe, expect, it } from 'vitest';
import type { Risk, User } from '~/lib/models';
import { riskWords } from './words';

const people = new Map([['u', { id: 'u', firstName: 'Mara', lastName: 'Lindqvist', email: 'm@x.example' } as unknown as User]]);
const record = (title: string, entity = 'project.Task') => ({ entity, id: title, title });

function words(kind: string, numbers: Record<string, unknown>, records: unknown[] = []): string {
  const risk = { description: 'As the server says it.', evidence: { kind, text: 'As the server says it.', numbers, records } };
  return riskWords(risk as unknown as Risk, people);
}

describe('a suggested risk', () => {
  it('is worded from its kind and its numbers', () => {
    expect(words('slipped', { daysLate: 1 }, [record('Build'), record('Design')])).toBe('“Build” cannot start as planned: “Design”, which it waits for, ends 1 day too late.');
    expect(words('slipped', { daysLate: 2 }, [record('Build')])).toBe('“Build” cannot start as planned: a task of another project, which it waits for, ends 2 days too late.');
    expect(words('overbooked', { minutes: 7260, capacityMinutes: 4800 }, [{ entity: 'auth.User', id: 'u' }])).toBe('Mara Lindqvist has 121h of work due in the next two weeks, and 80h to do it in.');
    expect(words('budget', { spentPercent: 60, progress: 20 })).toBe('60% of the budget is spent and 20% of the work is done.');
    expect(words('milestone', { daysOverdue: 3, progress: 40 }, [record('Go live')])).toBe('The milestone “Go live” was due 3 days ago and stands at 40%.');
    expect(words('milestone', { daysOverdue: 0, expected: 80, progress: 40 }, [record('Go live')])).toBe('The milestone “Go live” should be at 80% and stands at 40%.');
    expect(words('stale', { tasks: 4 })).toBe('4 tasks are said to be at work and were not touched for two weeks or longer.');
  });

  it('stands in a person’s words once somebody has given it some, and in the server’s where its kind is not known', () => {
    const risk = { description: 'My words', evidence: { kind: 'stale', text: 'As the server says it.', numbers: { tasks: 4 }, records: [] } };
    expect(riskWords(risk as unknown as Risk, people)).toBe('My words');
    expect(words('of tomorrow', {})).toBe('As the server says it.');
    expect(riskWords({ description: 'Written by hand', evidence: null } as unknown as Risk, people)).toBe('Written by hand');
  });
});
