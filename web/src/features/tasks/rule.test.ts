import { describe, expect, it } from 'vitest';
import { describeRule, readRule, WEEKLY, writeRule } from './rule';

describe('rules', () => {
  it.each(['FREQ=DAILY', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'FREQ=MONTHLY;COUNT=5', 'FREQ=YEARLY;UNTIL=20301231'])('%s comes back as it was', (rule) => {
    const read = readRule(rule);
    expect(read && writeRule(read)).toBe(rule);
  });
  it.each(['FREQ=HOURLY', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=WEEKLY;BYDAY=1MO', ''])('%s is more than the form says', (rule) => {
    expect(readRule(rule)).toBeNull();
    expect(describeRule(rule)).toBe(rule);
  });
  it('are told in words', () => {
    expect(describeRule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH')).toBe('Every 2 weeks on Mon & Thu');
    expect(describeRule('FREQ=DAILY;COUNT=3')).toBe('Every day, 3 times');
    expect(describeRule(writeRule(WEEKLY))).toBe('Every week');
  });
});
