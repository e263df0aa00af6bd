import { describe, expect, it } from 'vitest';
import { afterWorking, chartRange, daysOff, isoWeekday, moveSpan, resizeSpan, toDay, toNumber, units, workCalendar, workingLength } from './time';

const n = toNumber;
const span = (start: string, end: string) => ({ start: n(start), end: n(end) });
const told = ({ start, end }: { start: number; end: number }) => [toDay(start), toDay(end)];
const usual = workCalendar();

describe('days as numbers', () => {
  it('come back as they were, before 1970 too', () => {
    for (const day of ['1969-12-31', '1970-01-01', '2024-02-29', '2026-11-22']) expect(toDay(n(day))).toBe(day);
  });
  it('know their weekday', () => {
    expect([isoWeekday(n('2026-11-22')), isoWeekday(n('2026-11-23')), isoWeekday(n('1969-12-31'))]).toEqual([7, 1, 3]);
  });
});

describe('moving on working days', () => {
  it('keeps the working days and starts on one', () => {
    // Monday to Friday, a day on: Tuesday to the Monday after.
    expect(told(moveSpan(usual, span('2026-11-23', '2026-11-27'), 1))).toEqual(['2026-11-24', '2026-11-30']);
    // Friday alone, a day on: Monday. Monday alone, a day back: Friday.
    expect(told(moveSpan(usual, span('2026-11-27', '2026-11-27'), 1))).toEqual(['2026-11-30', '2026-11-30']);
    expect(told(moveSpan(usual, span('2026-11-30', '2026-11-30'), -1))).toEqual(['2026-11-27', '2026-11-27']);
  });
  it('goes around holidays', () => {
    const calendar = workCalendar({ workingDays: [1, 2, 3, 4, 5], holidays: ['2026-12-25'] });
    expect(told(moveSpan(calendar, span('2026-12-23', '2026-12-24'), 1))).toEqual(['2026-12-24', '2026-12-28']);
    expect(workingLength(calendar, span('2026-12-21', '2026-12-27'))).toBe(4);
  });
  it('keeps the length of what lies on days off alone', () => {
    expect(told(moveSpan(usual, span('2026-11-28', '2026-11-29'), 7))).toEqual(['2026-12-05', '2026-12-06']);
  });
  it('does not search for ever in a calendar without working days', () => {
    const never = workCalendar({ workingDays: [], holidays: [] });
    expect(told(moveSpan(never, span('2026-11-23', '2026-11-24'), 2))).toEqual(['2026-11-25', '2026-11-26']);
    expect(afterWorking(never, n('2026-11-23'), 3)).toBeGreaterThan(0);
  });
  it('is exact over many moves there and back within working weeks', () => {
    for (let by = -21; by <= 21; by += 7) {
      const moved = moveSpan(usual, span('2026-11-24', '2026-12-02'), by);
      expect(told(moveSpan(usual, moved, -by))).toEqual(['2026-11-24', '2026-12-02']);
    }
  });
});

describe('resizing', () => {
  it('never makes less than a day', () => {
    expect(told(resizeSpan(span('2026-11-23', '2026-11-25'), 'end', -9))).toEqual(['2026-11-23', '2026-11-23']);
    expect(told(resizeSpan(span('2026-11-23', '2026-11-25'), 'start', 9))).toEqual(['2026-11-25', '2026-11-25']);
    expect(told(resizeSpan(span('2026-11-23', '2026-11-25'), 'end', 3))).toEqual(['2026-11-23', '2026-11-28']);
  });
});

describe('the axis', () => {
  it('cuts a range into weeks that begin as the reader expects', () => {
    expect(units('week', n('2026-11-22'), n('2026-11-24'), 1).map((unit) => toDay(unit.from))).toEqual(['2026-11-16', '2026-11-23']);
    expect(units('week', n('2026-11-22'), n('2026-11-24'), 0).map((unit) => toDay(unit.from))).toEqual(['2026-11-22']);
    expect(units('week', n('2026-11-22'), n('2026-11-24'), 6).map((unit) => toDay(unit.from))).toEqual(['2026-11-21']);
  });
  it('cuts it into months and years', () => {
    expect(units('month', n('2026-12-30'), n('2027-02-01')).map((unit) => [toDay(unit.from), toDay(unit.to)])).toEqual([
      ['2026-12-01', '2027-01-01'],
      ['2027-01-01', '2027-02-01'],
      ['2027-02-01', '2027-03-01'],
    ]);
    expect(units('year', n('2026-12-30'), n('2027-02-01'))).toHaveLength(2);
  });
  it('shades days off in runs', () => {
    const calendar = workCalendar({ workingDays: [1, 2, 3, 4, 5], holidays: ['2026-11-27'] });
    expect(daysOff(calendar, n('2026-11-23'), n('2026-12-01')).map((run) => [toDay(run.from), toDay(run.to)])).toEqual([['2026-11-27', '2026-11-30']]);
  });
  it('is not stretched by a date that is a slip of the pen', () => {
    const now = n('2026-11-22');
    const range = chartRange([span('2026-11-01', '2026-12-01'), span('2926-11-01', '2926-12-01'), span('0026-01-01', '0026-01-02')], now);
    expect(toDay(range.from)).toBe('2026-09-01');
    expect(range.to - range.from).toBeLessThan(400);
  });
});
