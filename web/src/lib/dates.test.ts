import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, formatDay, parseDay, toInstant, today } from './dates';

// A Sunday.
const NOW = '2026-11-22';
const read = (text: string, locale = 'en-GB') => parseDay(text, NOW, locale);

describe('parseDay', () => {
  it.each([
    ['today', '2026-11-22'],
    ['Tomorrow', '2026-11-23'],
    ['fri', '2026-11-27'],
    ['friday', '2026-11-27'],
    ['sun', '2026-11-29'],
    ['next fri', '2026-11-27'],
    ['next week', '2026-11-23'],
    ['next month', '2026-12-01'],
    ['in 3 days', '2026-11-25'],
    ['2w', '2026-12-06'],
    ['in a month', '2026-12-22'],
    ['end of month', '2026-11-30'],
    ['eow', '2026-11-27'],
    ['24 dec', '2026-12-24'],
    ['dec 24, 2027', '2027-12-24'],
    ['3 jan', '2027-01-03'],
    ['1 nov', '2026-11-01'],
    ['24.12.', '2026-12-24'],
    ['24/12/26', '2026-12-24'],
    ['2027-02-28', '2027-02-28'],
  ])('reads %s', (text, day) => expect(read(text)).toBe(day));

  it.each(['', 'soon', '31 feb', '2026-13-01', 'next', '40.1.', 'm', 'constructor'])('does not guess at %s', (text) => expect(read(text)).toBeNull());

  it('on a Wednesday "next fri" is the Friday after this one, "fri" the coming one', () => {
    expect(parseDay('next fri', '2026-11-25', 'en')).toBe('2026-12-04');
    expect(parseDay('fri', '2026-11-25', 'en')).toBe('2026-11-27');
  });

  it('reads the language of the reader', () => {
    expect(read('morgen', 'de')).toBe('2026-11-23');
    expect(read('nächsten Freitag', 'de')).toBe('2026-11-27');
    expect(read('24. Dezember', 'de')).toBe('2026-12-24');
    expect(read('12/24/2026', 'en-US')).toBe('2026-12-24');
  });
});

describe('days', () => {
  it('have no zone', () => {
    expect(dayOf('2026-11-27T00:00:00Z')).toBe('2026-11-27');
    expect(toInstant('2026-11-27')).toBe('2026-11-27T00:00:00Z');
    expect(dayOf(null)).toBeNull();
    expect(today(new Date(2026, 10, 22, 23, 59))).toBe('2026-11-22');
  });

  it('count over months and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-11-22', '2027-11-22')).toBe(365);
  });

  it('are written as one says them', () => {
    expect(formatDay('2026-11-23', NOW)).toBe('Tomorrow');
    expect(formatDay('2026-11-27', NOW)).toBe('Friday');
    expect(formatDay('2027-01-03', NOW)).toMatch(/2027/);
  });
});
