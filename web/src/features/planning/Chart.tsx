import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { plural, t } from '@lingui/core/macro';
import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { firstWeekday } from '~/lib/dates';
import type { Task, TaskDependency } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import type { Selection } from '~/lib/selection';
import { metric } from '~/ui/metrics';
import { BarTip } from './BarTip';
import { Head, minorUnits } from './Head';
import type { Box } from './links';
import { Links } from './Links';
import { type Facts, type PlanLink, PlanRow } from './PlanRow';
import type { Row } from './rows';
import { DAY_WIDTH, daysOff, type Span, type Unit, type WorkCalendar, type Zoom } from './time';
import css from './timeline.module.css';
import { type DrawnLink, mayPlan, useChartPointer } from './useChartPointer';
import { useChartKeys } from './useChartKeys';
import type { Moves } from './useMoves';
import { useViewport } from './useViewport';

export interface ChartHandle {
  /** Brings a day into sight. */
  goTo: (day: number) => void;
  /** Puts the focus on a row. */
  focusRow: (id: string) => void;
  /** Puts the focus on the next row, or the one before. */
  step: (by: 1 | -1) => void;
}

interface Props {
  ref: Ref<ChartHandle>;
  rows: readonly Row[];
  range: Unit;
  zoom: Zoom;
  now: number;
  calendar: WorkCalendar;
  links: readonly TaskDependency[];
  facts: ReadonlyMap<string, Facts>;
  showCritical: boolean;
  baseline: ReadonlyMap<string, Span>;
  ghosts: ReadonlyMap<string, Span>;
  lateMilestones: ReadonlySet<string>;
  moves: Moves;
  openId: string | undefined;
  selection: Selection;
  link: PlanLink;
  mark: (task: Task) => ReactNode;
  onToggle: (id: string, open: boolean) => void;
  onOpen: (id: string) => void;
  onLinks: (id: string) => void;
  onLink: (link: DrawnLink) => void;
  onPickLink: (link: TaskDependency, at: { x: number; y: number }) => void;
}

/** Rows down, days along: only what is in sight is drawn. */
export function Chart(props: Props) {
  const { ref, rows, range, zoom, now, calendar, links, facts, showCritical, baseline, ghosts, lateMilestones, moves, openId } = props;
  const { selection, link, mark, onToggle, onOpen, onLinks, onLink, onPickLink } = props;
  const { byId } = usePeople();
  const stranger = useStranger();
  const scroller = useRef<HTMLDivElement>(null);
  const corner = useRef<HTMLDivElement>(null);
  const lanes = useRef<HTMLDivElement>(null);
  const dayWidth = DAY_WIDTH[zoom];
  const x = useCallback((day: number) => (day - range.from) * dayWidth, [range.from, dayWidth]);
  const { seen, show } = useViewport({ scrollerRef: scroller, sideRef: corner, range, dayWidth });
  const weekStart = firstWeekday();

  const [currentId, setCurrentId] = useState<string | null>(null);
  const places = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  const currentIndex = currentId === null ? 0 : (places.get(currentId) ?? 0);
  const rowHeight = metric('--row');
  const headHeight = metric('--plan-head');
  // The same function as long as the list is: with a new one every row would be measured again at each turn of the wheel.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    overscan: 10,
    // The row with the focus is kept, or scrolling it out of sight would lose the keyboard's place.
    rangeExtractor: (shown) => [...new Set([...defaultRangeExtractor(shown), currentIndex])].filter((index) => index < rows.length).toSorted((a, b) => a - b),
  });
  const items = virtual.getVirtualItems();

  const focusIndex = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      moves.settle();
      setCurrentId(row.id);
      virtual.scrollToIndex(index, { align: 'auto' });
      window.requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-plan-row="${row.id}"]`)?.focus({ preventScroll: true }));
    },
    [rows, moves, virtual],
  );
  const onKeyDown = useChartKeys({ rows, moves, focus: focusIndex, onToggle, onOpen, onLinks, onSelect: selection.toggle });
  const { drawing, onGrip } = useChartPointer({ scroller, lanes, rows, from: range.from, dayWidth, calendar, moves, onLink });
  useImperativeHandle(ref, () => ({
    goTo: (day) => show(day, day, true),
    focusRow: (id) => focusIndex(places.get(id) ?? currentIndex),
    step: (by) => focusIndex(currentId === null ? 0 : Math.max(0, Math.min(rows.length - 1, currentIndex + by))),
  }));

  // What is going on now is what one comes for; a plan that lies elsewhere is shown from its first day.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || rows.length === 0) return;
    begun.current = true;
    const spans = rows.flatMap((row) => (row.kind === 'group' || !row.span ? [] : [row.span]));
    const first = Math.min(...spans.map((span) => span.start));
    const last = Math.max(...spans.map((span) => span.end));
    show(spans.length === 0 || (first <= now && now <= last) ? now : first, now, true);
  }, [rows, now, show]);

  // A bar that keys move out of sight is followed.
  const movedRow = rows[currentIndex];
  const movedTo = movedRow && movedRow.kind !== 'group' && moves.drafts.has(movedRow.id) ? movedRow.span : null;
  useEffect(() => {
    if (movedTo && document.activeElement?.closest('[data-plan-row]')) show(movedTo.start, movedTo.end);
  }, [movedTo, show]);

  const boxOf = (id: string): Box | null => {
    const index = places.get(id);
    const row = index === undefined ? undefined : rows[index];
    if (index === undefined || row?.kind !== 'task' || !row.span) return null;
    return { start: x(row.span.start), end: x(row.span.end + 1), middle: (index + 0.5) * rowHeight };
  };
  const visible = new Set(items.map((item) => rows[item.index]?.id));
  const drawnLinks = links.filter((one) => visible.has(one.taskId) || visible.has(one.dependsOnId));
  const criticalIds = useMemo(() => new Set(showCritical ? [...facts].flatMap(([id, fact]) => (fact.critical ? [id] : [])) : []), [facts, showCritical]);
  const linkWords = useLinkWords(links);
  const editableLink = (one: TaskDependency) => {
    const row = rows[places.get(one.taskId) ?? -1];
    return row?.kind === 'task' && mayPlan(row);
  };
  const width = x(range.to);

  return (
    <div ref={scroller} className={css.scroll} data-plan={zoom}>
      <div className={css.canvas} style={{ '--width': `${width}px`, '--day': `${dayWidth}px` } as React.CSSProperties}>
        <div className={css.head}>
          <div ref={corner} className={css.corner} aria-hidden>
            {t`Task`}
          </div>
          <Head zoom={zoom} from={seen.from} to={seen.to} firstWeekday={weekStart} now={now} x={x} />
        </div>
        <div role="treegrid" aria-label={t`Timeline`} aria-rowcount={rows.length} className={css.body} style={{ blockSize: virtual.getTotalSize() }}>
          <div ref={lanes} className={css.back} aria-hidden>
            {zoom === 'month' ? null : daysOff(calendar, seen.from, seen.to).map((run) => <i key={run.from} className={css.off} style={{ insetInlineStart: x(run.from), inlineSize: x(run.to) - x(run.from) }} />)}
            {minorUnits(zoom, seen.from, seen.to, weekStart).map((unit) => <i key={unit.from} className={css.grid} style={{ insetInlineStart: x(unit.from) }} />)}
            <i className={css.today} style={{ insetInlineStart: x(now) + dayWidth / 2 }} />
            <Links links={drawnLinks} boxOf={boxOf} rowHeight={rowHeight} critical={criticalIds} drawing={drawing} editable={editableLink} onPick={onPickLink} />
          </div>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <PlanRow
                key={row.id}
                row={row}
                index={item.index}
                top={item.start - headHeight}
                current={item.index === currentIndex}
                x={x}
                dayWidth={dayWidth}
                person={row.kind === 'task' && row.task.assigneeId ? byId.get(row.task.assigneeId) : undefined}
                stranger={stranger}
                facts={facts.get(row.id)}
                showCritical={showCritical}
                isDraft={moves.drafts.has(row.id)}
                ghost={ghosts.get(row.id)}
                baseline={baseline.get(row.id)}
                late={lateMilestones.has(row.id)}
                linkTarget={drawing?.overId === row.id || openId === row.id}
                selected={selection.tasks.has(row.id)}
                onSelect={selection.toggle}
                links={linkWords.get(row.id) ?? ''}
                link={link}
                mark={mark}
                onGrip={onGrip}
                onKeyDown={onKeyDown}
                onFocus={setCurrentId}
                onToggle={onToggle}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
      <BarTip scroller={scroller} rowOf={(id) => rows[places.get(id) ?? -1]} factsOf={(id) => facts.get(id)} />
    </div>
  );
}

/** How many tasks each one waits for and is waited for by, in words: the drawn lines are for eyes only. */
function useLinkWords(links: readonly TaskDependency[]): ReadonlyMap<string, string> {
  return useMemo(() => {
    const before = Map.groupBy(links, (one) => one.taskId);
    const after = Map.groupBy(links, (one) => one.dependsOnId);
    return new Map(
      [...new Set([...before.keys(), ...after.keys()])].map((id) => {
        const waits = before.get(id)?.length ?? 0;
        const next = after.get(id)?.length ?? 0;
        return [
          id,
          [
            waits > 0 ? plural(waits, { one: 'waits for # task', other: 'waits for # tasks' }) : '',
            next > 0 ? plural(next, { one: '# task waits for it', other: '# tasks wait for it' }) : '',
          ]
            .filter(Boolean)
            .join(', '),
        ];
      }),
    );
  }, [links]);
}
