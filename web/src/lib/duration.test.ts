import { describe, expect, it } from 'vitest';
import { formatMinutes, parseMinutes } from './duration';

describe('parseMinutes', () => {
  it.each([
    ['2h 30m', 150],
    ['90m', 90],
    ['1:30', 90],
    ['1.5', 90],
    ['1,5h', 90],
    ['3d', 1440],
    ['1d 2h', 600],
    ['0', 0],
    ['', null],
  ])('reads %s', (text, minutes) => expect(parseMinutes(text)).toBe(minutes));

  it.each(['soon', '-1', '1:75', '2h3', '99999999h'])('does not guess at %s', (text) => expect(parseMinutes(text)).toBeUndefined());
});

describe('formatMinutes', () => {
  it('gathers hours', () => {
    expect([0, 45, 120, 150].map(formatMinutes)).toEqual(['0m', '45m', '2h', '2h 30m']);
  });
  it('is read back as it was', () => {
    for (const minutes of [1, 59, 60, 61, 4805]) expect(parseMinutes(formatMinutes(minutes))).toBe(minutes);
  });
});
