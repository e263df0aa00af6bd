import { isoWeekday, type Span } from './time';

/** How a calendar's weeks are laid out. Days are numbers, as in `time`. */

export type Mode = 'month' | 'week';

const WEEK = 7;

function weekStart(day: number, firstWeekday: number): number {
  return day - (((isoWeekday(day) % WEEK) - firstWeekday + WEEK) % WEEK);
}

const dateOf = (day: number) => new Date(day * 86_400_000);
const firstOfMonth = (day: number) => day - dateOf(day).getUTCDate() + 1;
const nextMonth = (day: number) => {
  const date = dateOf(day);
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86_400_000);
};

/** The first days of the weeks that a month touches, or of the one week. 0 is Sunday. */
export function weeksOf(mode: Mode, anchor: number, firstWeekday: number): number[] {
  if (mode === 'week') return [weekStart(anchor, firstWeekday)];
  const weeks: number[] = [];
  for (let week = weekStart(firstOfMonth(anchor), firstWeekday); week < nextMonth(anchor); week += WEEK) weeks.push(week);
  return weeks;
}

/** The same day a month or week on or back; the 31st becomes the last day of a shorter month. */
export function turn(mode: Mode, anchor: number, by: 1 | -1): number {
  if (mode === 'week') return anchor + by * WEEK;
  const wanted = dateOf(anchor).getUTCDate();
  const first = by > 0 ? nextMonth(anchor) : firstOfMonth(firstOfMonth(anchor) - 1);
  return Math.min(first + wanted - 1, nextMonth(first) - 1);
}

export const sameMonth = (a: number, b: number) => firstOfMonth(a) === firstOfMonth(b);

/** Part of something that lies in one week. */
export interface Segment<T> {
  item: T;
  /** Which line of the week, from the top. */
  lane: number;
  /** First day in this week, and how many. */
  from: number;
  length: number;
  /** It began before the week; it goes on after it. */
  before: boolean;
  after: boolean;
}

export interface Week<T> {
  segments: Segment<T>[];
  /** By day: how many have no line left. */
  hidden: Map<number, number>;
}

/** Puts what lies in a week into lines: what begins first and lasts longest on top, each in the first line that is free. */
export function layWeek<T extends { id: string; span: Span }>(items: readonly T[], week: number, lanes: number): Week<T> {
  const last = week + WEEK - 1;
  const here = items
    .filter(({ span }) => span.start <= last && span.end >= week)
    .toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end || (a.id < b.id ? -1 : 1));
  const freeFrom: number[] = [];
  const result: Week<T> = { segments: [], hidden: new Map() };
  for (const item of here) {
    const from = Math.max(item.span.start, week);
    const to = Math.min(item.span.end, last);
    let lane = freeFrom.findIndex((free) => free <= from);
    if (lane < 0) lane = freeFrom.length;
    freeFrom[lane] = to + 1;
    if (lane < lanes) result.segments.push({ item, lane, from, length: to - from + 1, before: item.span.start < week, after: item.span.end > last });
    else for (let day = from; day <= to; day += 1) result.hidden.set(day, (result.hidden.get(day) ?? 0) + 1);
  }
  return result;
}
