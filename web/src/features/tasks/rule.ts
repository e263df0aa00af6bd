import { t } from '@lingui/core/macro';
import { type Day, formatDay } from '~/lib/dates';
import { formatNumber } from '~/lib/format';
import { formatLocale } from '~/lib/i18n';

/** Recurrence rules (RFC 5545) as far as the app makes them; any other is shown as it is written. */

export type Every = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface Repeat {
  every: Every;
  interval: number;
  days: string[];
  end: 'never' | 'count' | 'until';
  count: number;
  until: Day | null;
}

export const WEEKLY: Repeat = { every: 'WEEKLY', interval: 1, days: [], end: 'never', count: 10, until: null };

/** The rule in parts; null when it says more than the app's form does. */
export function readRule(rule: string): Repeat | null {
  const parts = new Map(rule.replace(/^RRULE:/i, '').split(';').map((part) => part.toUpperCase().split('=') as [string, string]));
  const every = parts.get('FREQ');
  if (every !== 'DAILY' && every !== 'WEEKLY' && every !== 'MONTHLY' && every !== 'YEARLY') return null;
  const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', ...(every === 'WEEKLY' ? ['BYDAY'] : [])]);
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const until = /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL') ?? '');
  if ([...parts.keys()].some((name) => !known.has(name)) || days.some((day) => !WEEKDAYS.includes(day))) return null;
  return {
    every,
    interval: Number(parts.get('INTERVAL') ?? 1),
    days,
    end: parts.has('COUNT') ? 'count' : until ? 'until' : 'never',
    count: Number(parts.get('COUNT') ?? WEEKLY.count),
    until: until ? `${until[1]}-${until[2]}-${until[3]}` : null,
  };
}

export function writeRule({ every, interval, days, end, count, until }: Repeat): string {
  const sorted = WEEKDAYS.filter((day) => days.includes(day));
  return [
    `FREQ=${every}`,
    interval > 1 ? `INTERVAL=${interval}` : '',
    every === 'WEEKLY' && sorted.length > 0 ? `BYDAY=${sorted.join(',')}` : '',
    end === 'count' ? `COUNT=${count}` : '',
    end === 'until' && until ? `UNTIL=${until.replaceAll('-', '')}` : '',
  ]
    .filter(Boolean)
    .join(';');
}

export function everyName(every: Every, interval: number): string {
  if (interval === 1) return { DAILY: t`Every day`, WEEKLY: t`Every week`, MONTHLY: t`Every month`, YEARLY: t`Every year` }[every];
  const count = formatNumber(interval);
  return { DAILY: t`Every ${count} days`, WEEKLY: t`Every ${count} weeks`, MONTHLY: t`Every ${count} months`, YEARLY: t`Every ${count} years` }[every];
}

/** "Mon" for `MO`. */
export function weekdayName(day: string, width: 'short' | 'long' = 'short'): string {
  // 5 January 1970 was a Monday.
  const at = Date.UTC(1970, 0, 5 + WEEKDAYS.indexOf(day));
  return new Intl.DateTimeFormat(formatLocale(), { weekday: width, timeZone: 'UTC' }).format(at);
}

/** The rule in words. */
export function describeRule(rule: string): string {
  const repeat = readRule(rule);
  if (!repeat) return rule;
  const every = everyName(repeat.every, repeat.interval);
  const days = new Intl.ListFormat(formatLocale(), { type: 'conjunction', style: 'short' }).format(repeat.days.map((day) => weekdayName(day)));
  const when = days ? t`${every} on ${days}` : every;
  if (repeat.end === 'count') return t`${when}, ${formatNumber(repeat.count)} times`;
  return repeat.end === 'until' && repeat.until ? t`${when} until ${formatDay(repeat.until)}` : when;
}
