import { type Day, dayOf } from '~/lib/dates';

/**
 * The arithmetic of a plan. A day is a whole number here, the days since 1970, so that bars are sums and differences; it becomes a `Day`
 * again at the edge. The number has no zone, like the day it stands for.
 */

const DAY_MS = 86_400_000;
const WEEK = 7;
/** A calendar without a single working day in this many is treated as if every day were one. */
const SEARCH_DAYS = 750;

export function toNumber(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

export function toDay(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function numberOf(instant: string | null | undefined): number | null {
  const day = dayOf(instant);
  return day ? toNumber(day) : null;
}

/** 1 is Monday and 7 Sunday, as in ISO 8601. 1 January 1970 was a Thursday. */
export function isoWeekday(number: number): number {
  return ((((number + 3) % WEEK) + WEEK) % WEEK) + 1;
}

/** First and last day, both worked on. */
export interface Span {
  start: number;
  end: number;
}

export interface WorkCalendar {
  /** ISO weekdays. */
  workingDays: ReadonlySet<number>;
  holidays: ReadonlySet<number>;
}

export function workCalendar(source?: { workingDays: readonly number[]; holidays: readonly string[] } | undefined): WorkCalendar {
  return {
    workingDays: new Set(source?.workingDays ?? [1, 2, 3, 4, 5]),
    holidays: new Set((source?.holidays ?? []).map(toNumber)),
  };
}

export function isWorking(calendar: WorkCalendar, number: number): boolean {
  return calendar.workingDays.has(isoWeekday(number)) && !calendar.holidays.has(number);
}

/** The day itself if it is worked on, else the nearest working day in a direction. */
export function nearestWorking(calendar: WorkCalendar, number: number, direction: 1 | -1): number {
  for (let step = 0; step < SEARCH_DAYS; step += 1) {
    if (isWorking(calendar, number + step * direction)) return number + step * direction;
  }
  return number;
}

/** Working days of a span, both ends counted. */
export function workingLength(calendar: WorkCalendar, { start, end }: Span): number {
  let count = 0;
  for (let day = start; day <= end; day += 1) count += isWorking(calendar, day) ? 1 : 0;
  return count;
}

/** The day on which work of so many working days ends that starts (or, backwards, starts that ends) on a day. */
export function afterWorking(calendar: WorkCalendar, from: number, length: number, direction: 1 | -1 = 1): number {
  let day = nearestWorking(calendar, from, direction);
  for (let left = length - 1; left > 0; left -= 1) day = nearestWorking(calendar, day + direction, direction);
  return day;
}

/**
 * A span moved by calendar days. It starts on a working day and keeps its working days: five days of work that begin on a Friday end on a
 * Thursday. What was planned on days off alone keeps its calendar length.
 */
export function moveSpan(calendar: WorkCalendar, span: Span, by: number): Span {
  if (by === 0) return span;
  const length = workingLength(calendar, span);
  if (length === 0) return { start: span.start + by, end: span.end + by };
  const start = nearestWorking(calendar, span.start + by, by > 0 ? 1 : -1);
  return { start, end: afterWorking(calendar, start, length) };
}

export type Side = 'start' | 'end';

/** A span with one end elsewhere, at least a day long. */
export function resizeSpan(span: Span, side: Side, by: number): Span {
  return side === 'start' ? { start: Math.min(span.start + by, span.end), end: span.end } : { start: span.start, end: Math.max(span.end + by, span.start) };
}

export const ZOOMS = ['day', 'week', 'month'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** Pixels that a day is wide. */
export const DAY_WIDTH: Record<Zoom, number> = { day: 40, week: 16, month: 5 };

export interface Unit {
  /** First day. */
  from: number;
  /** The day after the last. */
  to: number;
}

type UnitName = 'day' | 'week' | 'month' | 'year';

function unitStart(name: UnitName, day: number, firstWeekday: number): number {
  if (name === 'day') return day;
  if (name === 'week') return day - (((isoWeekday(day) % WEEK) - firstWeekday + WEEK) % WEEK);
  const date = new Date(day * DAY_MS);
  return Math.round(Date.UTC(date.getUTCFullYear(), name === 'year' ? 0 : date.getUTCMonth(), 1) / DAY_MS);
}

function nextUnit(name: UnitName, start: number): number {
  if (name === 'day') return start + 1;
  if (name === 'week') return start + WEEK;
  const date = new Date(start * DAY_MS);
  return Math.round(Date.UTC(date.getUTCFullYear() + (name === 'year' ? 1 : 0), name === 'year' ? 0 : date.getUTCMonth() + 1, 1) / DAY_MS);
}

/** The weeks, months or years that touch a range of days. 0 is Sunday. */
export function units(name: UnitName, from: number, to: number, firstWeekday = 1): Unit[] {
  const found: Unit[] = [];
  for (let start = unitStart(name, from, firstWeekday); start <= to; start = nextUnit(name, start)) found.push({ from: start, to: nextUnit(name, start) });
  return found;
}

/** Runs of days off in a range, to be shaded. */
export function daysOff(calendar: WorkCalendar, from: number, to: number): Unit[] {
  const runs: Unit[] = [];
  for (let day = from; day <= to; day += 1) {
    if (isWorking(calendar, day)) continue;
    const last = runs.at(-1);
    if (last?.to === day) last.to = day + 1;
    else runs.push({ from: day, to: day + 1 });
  }
  return runs;
}

/** Before and after what is planned there is room to drag to. */
const ROOM_BEFORE = 35;
const ROOM_AFTER = 120;
/** A date typed by mistake (1926, 2926) must not make the plan a thousand years wide. */
const REACH = 3660;

/** The days that a chart shows: everything planned and today, from the first of a month. */
export function chartRange(spans: Iterable<Span>, now: number): Unit {
  let from = now;
  let to = now;
  for (const span of spans) {
    if (span.start < from && now - span.start < REACH) from = span.start;
    if (span.end > to && span.end - now < REACH) to = span.end;
  }
  return { from: unitStart('month', from - ROOM_BEFORE, 1), to: nextUnit('month', unitStart('month', to + ROOM_AFTER, 1)) };
}
