import { describe, expect, it } from 'vitest';
import { linkPath, linkType } from './links';
import { layWeek, turn, weeksOf } from './month';
import { toDay, toNumber } from './time';

const n = toNumber;

describe('a link', () => {
  const early = { start: 0, end: 40, middle: 18 };
  const late = { start: 100, end: 140, middle: 90 };
  it('bends once where there is room', () => {
    expect(linkPath('FS', early, late, 36)).toBe('M40 18H48V90H100');
  });
  it('goes around between the rows where there is none', () => {
    expect(linkPath('FS', late, early, 36)).toBe('M140 90H148V72H-8V18H0');
  });
  it('joins starts before them and ends after them', () => {
    expect(linkPath('SS', early, late, 36)).toBe('M0 18H-8V90H100');
    expect(linkPath('FF', early, late, 36)).toBe('M40 18H148V90H140');
    expect(linkPath('SF', late, early, 36)).toBe('M100 90H92V18H40');
  });
  it('is of the kind that its ends say', () => {
    expect([linkType('end', 'start'), linkType('start', 'start'), linkType('end', 'end'), linkType('start', 'end')]).toEqual(['FS', 'SS', 'FF', 'SF']);
  });
});

describe('a calendar', () => {
  it('shows the weeks that a month touches', () => {
    expect(weeksOf('month', n('2026-11-22'), 1).map(toDay)).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30']);
    expect(weeksOf('month', n('2026-02-10'), 0).map(toDay)).toEqual(['2026-02-01', '2026-02-08', '2026-02-15', '2026-02-22']);
    expect(weeksOf('week', n('2026-11-22'), 1).map(toDay)).toEqual(['2026-11-16']);
  });
  it('turns to the same day, or the last one there is', () => {
    expect([toDay(turn('month', n('2026-01-31'), 1)), toDay(turn('month', n('2026-03-31'), -1)), toDay(turn('month', n('2026-12-15'), 1))]).toEqual(['2026-02-28', '2026-02-28', '2027-01-15']);
  });
  it('puts what overlaps into lines, and counts what has none', () => {
    const week = n('2026-11-23');
    const items = [
      { id: 'long', span: { start: week - 3, end: week + 9 } },
      { id: 'a', span: { start: week, end: week + 1 } },
      { id: 'b', span: { start: week + 1, end: week + 1 } },
      { id: 'c', span: { start: week + 2, end: week + 2 } },
      { id: 'other', span: { start: week + 7, end: week + 8 } },
    ];
    const { segments, hidden } = layWeek(items, week, 2);
    expect(segments.map(({ item, lane, from, length, before, after }) => [item.id, lane, from - week, length, before, after])).toEqual([
      ['long', 0, 0, 7, true, true],
      ['a', 1, 0, 2, false, false],
      ['c', 1, 2, 1, false, false],
    ]);
    expect([...hidden]).toEqual([[week + 1, 1]]);
  });
});
