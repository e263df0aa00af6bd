import { formatLocale } from './i18n';

/** Lengths of work travel as whole minutes. A day of work is eight hours. */
const HOUR = 60;
const DAY = 8 * HOUR;
const MOST = 10_000_000;

function unit(value: number, name: 'hour' | 'minute'): string {
  return new Intl.NumberFormat(formatLocale(), { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value);
}

/** "2h 30m"; hours are not gathered into days, whose length is the project's. */
export function formatMinutes(minutes: number): string {
  const [hours, rest] = [Math.trunc(minutes / HOUR), Math.abs(minutes % HOUR)];
  if (hours === 0) return unit(minutes, 'minute');
  return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`;
}

/** Minutes from "2h 30m", "90m", "1:30", "3d" (of eight hours), or a plain number of hours. Null for nothing, undefined for what is no length. */
export function parseMinutes(typed: string): number | null | undefined {
  const text = typed.trim().toLocaleLowerCase().replaceAll(',', '.');
  if (text === '') return null;
  const clock = /^(\d{1,5}):([0-5]\d)$/.exec(text);
  if (clock) return within(Number(clock[1]) * HOUR + Number(clock[2]));
  if (/^\d+(\.\d+)?$/.test(text)) return within(Number(text) * HOUR);
  const parts = /^(?:(\d+(?:\.\d+)?) ?(?:d|days?|tage?))? ?(?:(\d+(?:\.\d+)?) ?(?:h|hrs?|hours?|std|stunden?))? ?(?:(\d+) ?(?:m|mins?|minutes?|minuten?))?$/.exec(text);
  if (!parts) return undefined;
  return within(Number(parts[1] ?? 0) * DAY + Number(parts[2] ?? 0) * HOUR + Number(parts[3] ?? 0));
}

function within(minutes: number): number | undefined {
  const whole = Math.round(minutes);
  return whole <= MOST ? whole : undefined;
}
