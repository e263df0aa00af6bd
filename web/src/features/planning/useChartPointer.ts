import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { can } from '~/lib/policy';
import { isRtl, track, type Tracked } from './drag';
import { linkType, type LinkType } from './links';
import type { Row, TaskRow } from './rows';
import { moveSpan, resizeSpan, type Side, type Span, type WorkCalendar } from './time';
import type { Movable, Moves } from './useMoves';

export type Grip = 'move' | 'start' | 'end' | 'link-start' | 'link-end' | 'place';

/** A line being drawn from one end of a bar. */
export interface Drawing {
  row: TaskRow;
  side: Side;
  /** Where the pointer is in the chart. */
  x: number;
  y: number;
  overId: string | null;
}

export interface DrawnLink {
  fromId: string;
  toId: string;
  type: LinkType;
  at: { x: number; y: number };
}

interface Props {
  scroller: RefObject<HTMLDivElement | null>;
  lanes: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  from: number;
  dayWidth: number;
  calendar: WorkCalendar;
  moves: Pick<Moves, 'draft' | 'commit' | 'settle'>;
  onLink: (link: DrawnLink) => void;
}

export function mayPlan(row: Movable): boolean {
  return can(row.kind === 'task' ? row.task : row.milestone, 'update');
}

/** A place of the window as one of the chart: along the time axis, and down. */
function inChart({ lanes }: Props, point: { x: number; y: number }): { x: number; y: number } {
  const box = lanes.current?.getBoundingClientRect();
  if (!box) return { x: 0, y: 0 };
  return { x: isRtl() ? box.right - point.x : point.x - box.left, y: point.y - box.top };
}

function rowUnder({ rows }: Props, point: { x: number; y: number }): TaskRow | undefined {
  const id = document.elementFromPoint(point.x, point.y)?.closest('[data-plan-row]')?.getAttribute('data-plan-row');
  return rows.find((row): row is TaskRow => row.kind === 'task' && row.id === id);
}

/** Part of a bar, from its start, after which a line that is dropped on it means its end. */
const END_PART = 0.67;

/** What a pressed pointer does on the bars: move, resize, link, or give dates to what has none. */
export function useChartPointer(props: Props) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const [drawing, setDrawing] = useState<Drawing | null>(null);

  const link = useCallback((event: PointerEvent, row: TaskRow, side: Side, scroller: HTMLElement) => {
    track(event, {
      scroller,
      onMove: (to) => {
        const over = rowUnder(latest.current, to);
        setDrawing({ row, side, ...inChart(latest.current, to), overId: over && over.id !== row.id ? over.id : null });
      },
      onEnd: (to, meant) => {
        setDrawing(null);
        const over = meant ? rowUnder(latest.current, to) : undefined;
        if (!over || over.id === row.id) return;
        const { from, dayWidth, onLink } = latest.current;
        const span = over.span;
        const part = span ? (inChart(latest.current, to).x / dayWidth + from - span.start) / (span.end + 1 - span.start) : 0;
        onLink({ fromId: row.id, toId: over.id, type: linkType(side, part > END_PART && part <= 1 ? 'end' : 'start'), at: { x: to.x, y: to.y } });
      },
    });
  }, []);

  const onGrip = useCallback(
    (press: React.PointerEvent, row: Movable, grip: Grip) => {
      const { scroller, moves, dayWidth, from, calendar } = latest.current;
      // A finger scrolls; what it touches opens and is changed there.
      if (press.button !== 0 || press.pointerType === 'touch' || !scroller.current || !mayPlan(row)) return;
      press.stopPropagation();
      moves.settle();
      if (grip === 'link-start' || grip === 'link-end') {
        if (row.kind === 'task') link(press.nativeEvent, row, grip === 'link-start' ? 'start' : 'end', scroller.current);
        return;
      }
      const pressed = Math.floor(inChart(latest.current, { x: press.clientX, y: press.clientY }).x / dayWidth) + from;
      const spanAt = ({ along }: Tracked): Span | null => {
        const by = Math.round(along / dayWidth);
        if (grip === 'place') return { start: Math.min(pressed, pressed + by), end: Math.max(pressed, pressed + by) };
        if (!row.span) return null;
        if (row.kind === 'milestone') return { start: row.span.start + by, end: row.span.start + by };
        return grip === 'move' ? moveSpan(calendar, row.span, by) : resizeSpan(row.span, grip, by);
      };
      let shown = '';
      track(press.nativeEvent, {
        scroller: scroller.current,
        atOnce: grip === 'place',
        onMove: (to) => {
          const span = spanAt(to);
          const key = span ? `${span.start}-${span.end}` : '';
          if (key === shown) return;
          shown = key;
          moves.draft(row, span);
        },
        onEnd: (to, meant) => {
          const span = spanAt(to);
          const same = span && row.span && span.start === row.span.start && span.end === row.span.end;
          if (meant && span && !same) void moves.commit(row, span);
          else moves.draft(row, null);
        },
      });
    },
    [link],
  );
  return { drawing, onGrip };
}
