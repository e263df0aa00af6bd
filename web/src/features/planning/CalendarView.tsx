import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCalendarDue, IconChevronLeft, IconChevronRight, IconFlag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { firstWeekday, formatDayLong, today } from '~/lib/dates';
import { formatNumber } from '~/lib/format';
import { formatLocale } from '~/lib/i18n';
import { announce } from '~/ui/announce';
import { Button, IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { Dialog } from '~/ui/Dialog';
import { Segments } from '~/ui/Field';
import { metric } from '~/ui/metrics';
import { Toolbar } from '~/ui/PageHeader';
import { ErrorState } from '~/ui/States';
import { usePref } from '~/lib/prefs';
import { isFiltered } from '~/lib/taskFilters';
import { workCalendarQuery } from './api';
import css from './calendar.module.css';
import { Chip, mayMove } from './Chip';
import { isRtl, track } from './drag';
import { layWeek, type Mode, sameMonth, turn, weeksOf } from './month';
import { NotAll } from './NotAll';
import type { PlanProps } from './Timeline';
import { isWorking, toDay, toNumber, workCalendar } from './time';
import { type Entry, useMonth } from './useMonth';
import { moveMilestone, saveDates, shifted } from './write';

const format = (options: Intl.DateTimeFormatOptions, day: number) =>
  new Intl.DateTimeFormat(formatLocale(), { ...options, timeZone: 'UTC' }).format(new Date(`${toDay(day)}T00:00:00Z`));

/** Lines of chips that a week of a month shows, by the height there is for it. */
function useLanes(mode: Mode, weeks: number) {
  const grid = useRef<HTMLDivElement>(null);
  const [lanes, setLanes] = useState(3);
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const measure = () => {
      const line = metric('--chip-line');
      const week = Math.max(metric('--day-cell'), element.clientHeight / weeks);
      setLanes(mode === 'week' ? Math.max(8, Math.floor(element.clientHeight / line) - 3) : Math.max(2, Math.floor((week - 2 * line) / line)));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [mode, weeks]);
  return { grid, lanes };
}

/** The tasks of a project by the days from which to which they last. */
export function CalendarView({ project, filters, store, selection, link, mark }: PlanProps) {
  const [modePref, setMode] = usePref('calendar.mode');
  const mode: Mode = modePref === 'week' ? 'week' : 'month';
  const now = toNumber(today());
  const [anchor, setAnchor] = useState(now);
  const [moving, setMoving] = useState<{ id: string; by: number } | null>(null);
  const [openDay, setOpenDay] = useState<number | null>(null);
  const held = useRef<string | null>(null);
  const first = firstWeekday();
  const weeks = weeksOf(mode, anchor, first);
  const from = weeks[0] ?? anchor;
  const to = (weeks.at(-1) ?? anchor) + 6;
  const { entries, beyond, count, isPending, error, hasData, retry } = useMonth(project.id, filters, from, to);
  const calendarData = useQuery(workCalendarQuery(project.id)).data;
  const calendar = useMemo(() => workCalendar(calendarData), [calendarData]);
  const { grid, lanes } = useLanes(mode, weeks.length);

  const shown = moving ? entries.map((entry) => (entry.id === moving.id ? { ...entry, span: { start: entry.span.start + moving.by, end: entry.span.end + moving.by } } : entry)) : entries;

  // A chip that was moved by key is drawn anew in another cell, once its change or another window's arrives: the focus goes with it.
  useLayoutEffect(() => {
    if (!held.current || document.activeElement !== document.body) return;
    grid.current?.querySelector<HTMLElement>(`[data-chip="${held.current}"]`)?.focus();
  });
  const focusDay = (day: number) => {
    setAnchor(day);
    window.requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus());
  };
  const move = async (entry: Entry, by: number) => {
    if (by === 0) return;
    announce(formatDayLong(toDay(entry.span.end + by)));
    if (entry.kind === 'milestone') await moveMilestone(entry.milestone, entry.span.start + by);
    else await saveDates(store, entry.task, shifted(entry.task, by));
  };

  /** The day under the pointer, by where it lies: chips may cover the cells of other days. */
  const dayAt = (point: { x: number; y: number }): number | null => {
    const rows = [...(grid.current?.querySelectorAll<HTMLElement>('[data-week]') ?? [])];
    const row = rows.find((element) => {
      const box = element.getBoundingClientRect();
      return point.y >= box.top && point.y < box.bottom;
    });
    if (!row) return null;
    const box = row.getBoundingClientRect();
    const share = (isRtl() ? box.right - point.x : point.x - box.left) / box.width;
    return share < 0 || share >= 1 ? null : Number(row.dataset['week']) + Math.floor(share * 7);
  };
  const onPress = (press: React.PointerEvent, entry: Entry) => {
    if (press.button !== 0 || press.pointerType === 'touch' || !grid.current || !mayMove(entry)) return;
    const grabbed = dayAt({ x: press.clientX, y: press.clientY });
    if (grabbed === null) return;
    let by = 0;
    track(press.nativeEvent, {
      scroller: grid.current,
      onMove: (place) => {
        const day = dayAt(place);
        if (day === null || day - grabbed === by) return;
        by = day - grabbed;
        setMoving({ id: entry.id, by });
      },
      onEnd: (_, meant) => {
        if (meant) void move(entry, by);
        setMoving(null);
      },
    });
  };

  const steps: Record<string, number> = { ArrowLeft: isRtl() ? 1 : -1, ArrowRight: isRtl() ? -1 : 1, ArrowUp: -7, ArrowDown: 7 };
  const onChipKeys = (event: React.KeyboardEvent, entry: Entry) => {
    if (event.key.toLowerCase() === 'x' && entry.kind === 'task' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      selection.toggle(entry.task);
      return;
    }
    const by = steps[event.key];
    if (!event.shiftKey || by === undefined || !mayMove(entry)) return;
    event.preventDefault();
    event.stopPropagation();
    const day = entry.span.start + by;
    void move(entry, by);
    setAnchor(day);
    held.current = entry.id;
    window.addEventListener('pointerdown', () => (held.current = null), { once: true });
  };
  const onGridKeys = (event: React.KeyboardEvent) => {
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const onCell = event.target instanceof HTMLElement && event.target.matches('[data-day]');
    const by = steps[event.key];
    if (by !== undefined) focusDay(anchor + by);
    else if (event.key === 'PageUp' || event.key === 'PageDown') focusDay(turn(mode, anchor, event.key === 'PageUp' ? -1 : 1));
    else if (event.key === 'Enter' && onCell) setOpenDay(anchor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const go = (by: 1 | -1) => setAnchor(turn(mode, anchor, by));
  const group = t`Calendar`;
  useActions([
    { id: 'calendar.today', label: t`Show today`, group, keys: 't', run: () => focusDay(now) },
    { id: 'calendar.next', label: mode === 'month' ? t`Next month` : t`Next week`, group, keys: 'n', run: () => go(1) },
    { id: 'calendar.previous', label: mode === 'month' ? t`Previous month` : t`Previous week`, group, keys: 'p', run: () => go(-1) },
  ]);

  if (error && !hasData) return <ErrorState error={error} onRetry={retry} />;
  const title = mode === 'month' ? format({ month: 'long', year: 'numeric' }, anchor) : `${format({ day: 'numeric', month: 'short' }, from)} – ${format({ day: 'numeric', month: 'short', year: 'numeric' }, to)}`;
  return (
    <div className={css.wrap}>
      <Toolbar
        end={
          <Segments
            label={t`Range`}
            value={mode}
            options={[
              { value: 'month', label: t`Month` },
              { value: 'week', label: t`Week` },
            ]}
            onChange={(next) => setMode(next === 'week' ? 'week' : null)}
          />
        }
      >
        <Button size="sm" icon={IconCalendarDue} onClick={() => setAnchor(now)}>
          <Trans>Today</Trans>
        </Button>
        <span className={css.turn}>
          <IconButton size="sm" icon={IconChevronLeft} label={mode === 'month' ? t`Previous month` : t`Previous week`} onClick={() => go(-1)} />
          <IconButton size="sm" icon={IconChevronRight} label={mode === 'month' ? t`Next month` : t`Next week`} onClick={() => go(1)} />
        </span>
        <h2 className={css.title} aria-live="polite">
          {title}
        </h2>
      </Toolbar>
      {!isPending && entries.length === 0 ? (
        <p className={css.nothing} role="status">
          {mode === 'month' ? <Trans>Nothing has a date in this month.</Trans> : <Trans>Nothing has a date in this week.</Trans>}{' '}
          {isFiltered(filters) ? <Trans>The filters may hide what has one.</Trans> : <Trans>A task is shown here once it has a start or a due date.</Trans>}
        </p>
      ) : null}
      {beyond ? <NotAll shown={count} whole={null} filtered={isFiltered(filters)} /> : null}
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its cells take the focus */}
      <div ref={grid} role="grid" aria-label={title} aria-busy={isPending} className={cx(css.grid, mode === 'week' && css.week)} onKeyDown={onGridKeys} onBlur={(left) => left.relatedTarget && (held.current = null)}>
        <div role="row" className={css.names}>
          {Array.from({ length: 7 }, (_, index) => (
            <span key={index} role="columnheader" aria-label={format({ weekday: 'long' }, from + index)}>
              {format({ weekday: 'short' }, from + index)}
            </span>
          ))}
        </div>
        {weeks.map((week) => {
          const { segments, hidden } = layWeek(shown, week, lanes);
          return (
            <div key={week} role="row" data-week={week} className={css.row}>
              {Array.from({ length: 7 }, (_, index) => week + index).map((day) => {
                const count = hidden.get(day) ?? 0;
                return (
                  <div
                    key={day}
                    role="gridcell"
                    data-day={day}
                    tabIndex={day === anchor ? 0 : -1}
                    aria-current={day === now ? 'date' : undefined}
                    className={cx(css.cell, mode === 'month' && !sameMonth(day, anchor) && css.other, !isWorking(calendar, day) && css.off)}
                    onFocus={() => {
                      if (day !== anchor && sameMonth(day, anchor)) setAnchor(day);
                    }}
                    onDoubleClick={() => setOpenDay(day)}
                  >
                    <button type="button" tabIndex={-1} className={cx(css.number, day === now && css.today)} aria-label={t`Everything on ${formatDayLong(toDay(day))}`} onClick={() => setOpenDay(day)}>
                      {format({ day: 'numeric' }, day)}
                    </button>
                    {segments
                      .filter((segment) => segment.from === day)
                      .map((segment) => (
                        <Chip
                          key={segment.item.id}
                          segment={segment}
                          tabbable={day === anchor}
                          dragged={moving?.id === segment.item.id}
                          selected={selection.tasks.has(segment.item.id)}
                          onSelect={selection.toggle}
                          link={link}
                          mark={mark}
                          onPress={onPress}
                          onKeys={onChipKeys}
                        />
                      ))}
                    {count > 0 ? (
                      <button
                        type="button"
                        tabIndex={day === anchor ? 0 : -1}
                        className={css.more}
                        aria-label={plural(count, { one: '+# more', other: '+# more' })}
                        onClick={() => setOpenDay(day)}
                      >
                        <span className={css.roomy}>{plural(count, { one: '+# more', other: '+# more' })}</span>
                        <span className={css.tight}>+{formatNumber(count)}</span>
                      </button>
                    ) : null}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
      <DayList day={openDay} entries={entries} link={link} mark={mark} onClose={() => setOpenDay(null)} />
    </div>
  );
}

function DayList({ day, entries, link, mark, onClose }: { day: number | null; entries: Entry[]; onClose: () => void } & Pick<PlanProps, 'link' | 'mark'>) {
  const here = day === null ? [] : entries.filter(({ span }) => span.start <= day && day <= span.end);
  return (
    <Dialog open={day !== null} onClose={onClose} title={day === null ? '' : formatDayLong(toDay(day))} small>
      {here.length === 0 ? (
        <p className={css.none}>
          <Trans>Nothing on this day.</Trans>
        </p>
      ) : null}
      <ul className={css.list}>
        {here.map((entry) => (
          <li key={entry.id}>
            {entry.kind === 'milestone' ? (
              <span className={css.line}>
                <IconFlag aria-hidden size={16} />
                <span>{entry.milestone.title}</span>
              </span>
            ) : (
              link(entry.task, {
                className: css.line,
                onClick: onClose,
                children: (
                  <>
                    {mark(entry.task)}
                    <span>{entry.task.title}</span>
                  </>
                ),
              })
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
