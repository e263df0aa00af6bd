import { memo } from 'react';
import { formatLocale } from '~/lib/i18n';
import { cx } from '~/ui/cx';
import css from './timeline.module.css';
import { toDay, type Unit, units, type Zoom } from './time';

const MAJOR = { day: 'month', week: 'month', month: 'year' } as const;
const MINOR = { day: 'day', week: 'week', month: 'month' } as const;

const MAJOR_FORMAT: Record<Zoom, Intl.DateTimeFormatOptions> = { day: { month: 'long', year: 'numeric' }, week: { month: 'long', year: 'numeric' }, month: { year: 'numeric' } };
const MINOR_FORMAT: Record<Zoom, Intl.DateTimeFormatOptions> = { day: { weekday: 'narrow', day: 'numeric' }, week: { day: 'numeric' }, month: { month: 'short' } };

export function minorUnits(zoom: Zoom, from: number, to: number, firstWeekday: number): Unit[] {
  return units(MINOR[zoom], from, to, firstWeekday);
}

interface Props {
  zoom: Zoom;
  /** The days in sight. */
  from: number;
  to: number;
  firstWeekday: number;
  now: number;
  x: (day: number) => number;
}

/** Months over days, months over weeks, or years over months. */
export const Head = memo(function Head({ zoom, from, to, firstWeekday, now, x }: Props) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(formatLocale(), { ...options, timeZone: 'UTC' });
    return (day: number) => formatter.format(new Date(`${toDay(day)}T00:00:00Z`));
  };
  const major = format(MAJOR_FORMAT[zoom]);
  const minor = format(MINOR_FORMAT[zoom]);
  return (
    <div className={css.axis} aria-hidden>
      {units(MAJOR[zoom], from, to).map((unit) => (
        <div key={unit.from} className={css.major} style={{ insetInlineStart: x(unit.from), inlineSize: x(unit.to) - x(unit.from) }}>
          <span>{major(unit.from)}</span>
        </div>
      ))}
      {minorUnits(zoom, from, to, firstWeekday).map((unit) => (
        <div
          key={unit.from}
          className={cx(css.minor, unit.from <= now && now < unit.to && css.current)}
          style={{ insetInlineStart: x(unit.from), inlineSize: x(unit.to) - x(unit.from) }}
        >
          {minor(unit.from)}
        </div>
      ))}
    </div>
  );
});
