import { t } from '@lingui/core/macro';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { addDays, type Day, firstWeekday, formatDayLong, today, weekday } from '~/lib/dates';
import { formatLocale } from '~/lib/i18n';
import { IconButton } from './Button';
import { cx } from './cx';
import css from './DateField.module.css';

const monthOf = (day: Day) => day.slice(0, 7);

function shiftMonth(day: Day, step: number): Day {
  const first = `${monthOf(day)}-01`;
  return `${monthOf(addDays(first, step > 0 ? 32 : -1))}-01`;
}

/** A month of days; arrow keys walk it, Page keys turn it. */
export function Calendar({ value, onPick }: { value: Day | null; onPick: (day: Day) => void }) {
  const now = today();
  const [cursor, setCursor] = useState<Day>(value ?? now);
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [cursor]);

  const first = `${monthOf(cursor)}-01`;
  const start = addDays(first, -((weekday(first) - firstWeekday() + 7) % 7));
  const weeks = Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, index) => addDays(start, week * 7 + index)));
  const utc = (day: Day) => new Date(`${day}T00:00:00Z`);
  const title = new Intl.DateTimeFormat(formatLocale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(utc(first));
  const weekdayName = (day: Day, weekdayStyle: 'narrow' | 'long') => new Intl.DateTimeFormat(formatLocale(), { weekday: weekdayStyle, timeZone: 'UTC' }).format(utc(day));

  const onKey = (event: React.KeyboardEvent) => {
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const steps: Record<string, Day> = {
      ArrowLeft: addDays(cursor, -rtl),
      ArrowRight: addDays(cursor, rtl),
      ArrowUp: addDays(cursor, -7),
      ArrowDown: addDays(cursor, 7),
      PageUp: shiftMonth(cursor, -1),
      PageDown: shiftMonth(cursor, 1),
    };
    const next = steps[event.key];
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    setCursor(next);
  };

  return (
    <div>
      <div className={css.head}>
        <span aria-live="polite">{title}</span>
        <span>
          <IconButton size="sm" icon={IconChevronLeft} label={t`Previous month`} onClick={() => setCursor(shiftMonth(cursor, -1))} />
          <IconButton size="sm" icon={IconChevronRight} label={t`Next month`} onClick={() => setCursor(shiftMonth(cursor, 1))} />
        </span>
      </div>
      <table ref={grid} className={css.grid} role="grid" aria-label={title} onKeyDown={onKey}>
        <thead>
          <tr>
            {(weeks[0] ?? []).map((day) => (
              <th key={day} scope="col" aria-label={weekdayName(day, 'long')}>
                {weekdayName(day, 'narrow')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <button
                    type="button"
                    role="gridcell"
                    tabIndex={day === cursor ? 0 : -1}
                    aria-selected={day === value}
                    aria-label={formatDayLong(day)}
                    aria-current={day === now ? 'date' : undefined}
                    className={cx(css.day, monthOf(day) !== monthOf(cursor) && css.other, day === now && css.today)}
                    onClick={() => onPick(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
