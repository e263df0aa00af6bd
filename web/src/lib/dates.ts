import { formatLocale } from './i18n';

/**
 * A day is a calendar date without a zone, written `2026-11-22`. The API keeps due dates as the midnight, UTC, that begins the
 * day; the app never moves them into the reader's zone, or Friday would become Thursday west of Greenwich.
 */
export type Day = string;

const DAY_MS = 86_400_000;
const PATTERN = /^\d{4}-\d{2}-\d{2}/;

export function dayOf(instant: string | null | undefined): Day | null {
  const match = instant ? PATTERN.exec(instant) : null;
  return match ? match[0] : null;
}

export function toInstant(day: Day | null): string | null {
  return day ? `${day}T00:00:00Z` : null;
}

/** Today where the reader is. */
export function today(now: Date = new Date()): Day {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each locale: a formatter takes far longer to make than to use, and every row of a list uses some. */
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${formatLocale()} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(formatLocale(), options);
  formats.set(key, made);
  return made;
}

const agoFormats = new Map<string, Intl.RelativeTimeFormat>();

function agoFormat(style: 'long' | 'short'): Intl.RelativeTimeFormat {
  const key = `${formatLocale()} ${style}`;
  const known = agoFormats.get(key);
  if (known) return known;
  const made = new Intl.RelativeTimeFormat(formatLocale(), { numeric: 'auto', style });
  agoFormats.set(key, made);
  return made;
}

const asUtc = (day: Day) => Date.parse(`${day}T00:00:00Z`);

export function addDays(day: Day, count: number): Day {
  return new Date(asUtc(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return new Date(asUtc(day)).getUTCDay();
}

type WeekInfo = { firstDay: number };

/** The day that weeks begin with where the reader is; 0 is Sunday. Most of the world starts on Monday. */
export function firstWeekday(): number {
  const locale = new Intl.Locale(formatLocale()) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1) % 7;
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((asUtc(to) - asUtc(from)) / DAY_MS);
}

function addMonths(day: Day, count: number): Day {
  const date = new Date(asUtc(day));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count + 1, 0);
  date.setUTCDate(Math.min(wanted, date.getUTCDate()));
  return date.toISOString().slice(0, 10);
}

/** "Today", "Tomorrow", "Fri" within a week, else "12 Dec", with the year when it is another. */
export function formatDay(day: Day, now: Day = today()): string {
  const locale = formatLocale();
  const distance = daysBetween(now, day);
  if (Math.abs(distance) <= 1) {
    const words = agoFormat('long').format(distance, 'day');
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  const date = new Date(asUtc(day));
  if (distance > 1 && distance < 7) return dateFormat({ weekday: 'long', timeZone: 'UTC' }).format(date);
  const sameYear = day.slice(0, 4) === now.slice(0, 4);
  return dateFormat({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }), timeZone: 'UTC' }).format(date);
}

export function formatDayLong(day: Day): string {
  return dateFormat({ dateStyle: 'full', timeZone: 'UTC' }).format(new Date(asUtc(day)));
}

/** A moment in the reader's zone. */
export function formatMoment(instant: string): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** The same with the zone named, for the tooltip. */
export function formatMomentZoned(instant: string): string {
  return dateFormat({ dateStyle: 'full', timeStyle: 'long' }).format(new Date(instant));
}

/** "3 hours ago". */
export function formatAgo(instant: string, now: number = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const format = agoFormat('short');
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(0, 'second');
}

function names(locale: string, options: Intl.DateTimeFormatOptions, count: number, at: (index: number) => number): string[] {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  return Array.from({ length: count }, (_, index) => plain(format.format(new Date(at(index)))));
}

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('.', '').trim();
// 4 January 1970 was a Sunday.
const weekdayNames = (locale: string) => names(locale, { weekday: 'long' }, 7, (index) => (index + 3) * DAY_MS);
const monthNames = (locale: string) => names(locale, { month: 'long' }, 12, (index) => Date.UTC(2001, index, 15));

function findName(word: string, lists: string[][]): number {
  if (word.length < 2) return -1;
  for (const list of lists) {
    const index = list.findIndex((name) => name.startsWith(word));
    if (index >= 0 && (word.length >= 3 || list.filter((name) => name.startsWith(word)).length === 1)) return index;
  }
  return -1;
}

function valid(year: number, month: number, date: number): Day | null {
  const result = new Date(Date.UTC(year, month - 1, date));
  return result.getUTCMonth() === month - 1 && result.getUTCDate() === date ? result.toISOString().slice(0, 10) : null;
}

const WORDS = new Map([
  ...['today', 'heute', 'اليوم'].map((word) => [word, 0] as const),
  ...['tomorrow', 'tmrw', 'morgen', 'غدا', 'غدًا'].map((word) => [word, 1] as const),
  ...['yesterday', 'gestern', 'أمس'].map((word) => [word, -1] as const),
  ['übermorgen', 2] as const,
]);

const NEXT = new Set(['next', 'nächster', 'nächsten', 'nächste', 'nächstes']);
const UNITS: [RegExp, 'day' | 'week' | 'month'][] = [
  [/^(d|days?|tage?n?)$/, 'day'],
  [/^(w|wks?|weeks?|wochen?)$/, 'week'],
  [/^(m|mon|months?|monate?n?)$/, 'month'],
];

/**
 * A day from words: "today", "fri", "next fri", "in 3 days", "2w", "24 dec", "24.12.", "2026-12-24", "end of month"; in English and in
 * the reader's language. A bare weekday is the coming one; "next fri" is the one in the week after this (ISO weeks). Null when it is not a day.
 */
export function parseDay(text: string, now: Day = today(), locale: string = formatLocale()): Day | null {
  const input = plain(text.replaceAll(/[,]/g, ' ')).replaceAll(/\s+/g, ' ');
  if (!input) return null;
  const word = WORDS.get(input);
  if (word !== undefined) return addDays(now, word);
  return parseRelative(input, now, locale) ?? parseCalendar(text.trim(), input, now, locale);
}

function parseRelative(input: string, now: Day, locale: string): Day | null {
  const weekStart = addDays(now, -((weekday(now) + 6) % 7));
  if (/^(eow|end of week|this week|ende der woche)$/.test(input)) return addDays(weekStart, daysBetween(weekStart, now) > 4 ? 11 : 4);
  if (/^(eom|end of month|monatsende)$/.test(input)) return addDays(addMonths(`${now.slice(0, 8)}01`, 1), -1);
  const amount = /^(?:in |\+)?(\d{1,3}|a|an|one|einem?r?) ?([a-zäöü]+)$/.exec(input);
  if (amount) {
    const count = /^\d/.test(amount[1] ?? '') ? Number(amount[1]) : 1;
    const unit = UNITS.find(([pattern]) => pattern.test(amount[2] ?? ''))?.[1];
    if (unit === 'day') return addDays(now, count);
    if (unit === 'week') return addDays(now, 7 * count);
    if (unit === 'month') return addMonths(now, count);
  }
  const [first = '', second] = input.split(' ');
  const next = NEXT.has(first);
  const name = next ? second : second === undefined ? first : undefined;
  if (name === undefined) return null;
  if (next && /^(week|woche)$/.test(name)) return addDays(weekStart, 7);
  if (next && /^(month|monat)$/.test(name)) return addMonths(`${now.slice(0, 8)}01`, 1);
  const index = findName(name, [weekdayNames('en'), weekdayNames(locale)]);
  if (index < 0) return null;
  if (next) return addDays(weekStart, 7 + ((index + 6) % 7));
  return addDays(now, (index - weekday(now) + 7) % 7 || 7);
}

function parseCalendar(raw: string, input: string, now: Day, locale: string): Day | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(raw);
  if (iso) return valid(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numeric = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2,4})?)?$/.exec(raw);
  if (numeric) {
    const monthFirst = raw.includes('/') && /^en(-US)?$/.test(locale);
    const [a, b] = [Number(numeric[1]), Number(numeric[2])];
    return withYear(monthFirst ? a : b, monthFirst ? b : a, numeric[3], now);
  }
  const months = [monthNames('en'), monthNames(locale)];
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)? (\p{L}+)(?: (\d{4}))?$/u.exec(input);
  if (dayFirst) return withYear(findName(dayFirst[2] ?? '', months) + 1, Number(dayFirst[1]), dayFirst[3], now);
  const monthFirst = /^(\p{L}+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/u.exec(input);
  if (monthFirst) return withYear(findName(monthFirst[1] ?? '', months) + 1, Number(monthFirst[2]), monthFirst[3], now);
  return null;
}

/** Without a year the coming one is meant; a date of the last four weeks stays in this year. */
function withYear(month: number, date: number, year: string | undefined, now: Day): Day | null {
  if (month < 1) return null;
  if (year) return valid(year.length === 2 ? 2000 + Number(year) : Number(year), month, date);
  const thisYear = Number(now.slice(0, 4));
  const candidate = valid(thisYear, month, date);
  if (candidate && daysBetween(candidate, now) > 28) return valid(thisYear + 1, month, date);
  return candidate;
}
