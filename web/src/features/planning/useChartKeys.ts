import { useCallback, useEffect, useRef } from 'react';
import { today } from '~/lib/dates';
import type { Task } from '~/lib/models';
import { isRtl } from './drag';
import type { Row } from './rows';
import { moveSpan, resizeSpan, toNumber } from './time';
import type { Moves } from './useMoves';
import { mayPlan } from './useChartPointer';

interface Props {
  rows: readonly Row[];
  moves: Pick<Moves, 'nudge' | 'settle' | 'cancel'>;
  focus: (index: number) => void;
  onToggle: (id: string, open: boolean) => void;
  onOpen: (id: string) => void;
  onLinks: (id: string) => void;
  onSelect: (task: Task) => void;
}

const PAGE = 12;

function shift(row: Row, event: React.KeyboardEvent, moves: Props['moves']): boolean {
  const along = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const by = along * (isRtl() ? -1 : 1) || (event.key === 'ArrowDown' ? 7 : event.key === 'ArrowUp' ? -7 : 0);
  if (by === 0 || row.kind === 'group' || !mayPlan(row)) return false;
  const now = toNumber(today());
  const fresh = { start: now, end: now };
  const point = row.kind === 'milestone';
  if (event.altKey) {
    if (point || (row.kind === 'task' && row.summary)) return false;
    moves.nudge(row, (span) => resizeSpan(span, event.shiftKey ? 'start' : 'end', by), fresh);
  } else if (point) moves.nudge(row, (span) => ({ start: span.start + by, end: span.start + by }), fresh);
  else moves.nudge(row, (span, calendar) => moveSpan(calendar, span, by), fresh);
  return true;
}

function walk(row: Row, index: number, key: string, { rows, focus, onToggle }: Props): boolean {
  const last = rows.length - 1;
  const forward = isRtl() ? 'ArrowLeft' : 'ArrowRight';
  const expandable = row.kind === 'group' || (row.kind === 'task' && row.children > 0);
  const open = row.kind !== 'milestone' && row.open;
  if (key === 'ArrowDown') focus(Math.min(last, index + 1));
  else if (key === 'ArrowUp') focus(Math.max(0, index - 1));
  else if (key === 'Home') focus(0);
  else if (key === 'End') focus(last);
  else if (key === 'PageDown') focus(Math.min(last, index + PAGE));
  else if (key === 'PageUp') focus(Math.max(0, index - PAGE));
  else if (key === forward) {
    if (expandable && !open) onToggle(row.id, true);
    else if (expandable) focus(Math.min(last, index + 1));
  } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    if (expandable && open) onToggle(row.id, false);
    else focus(parentOf(rows, index));
  } else return false;
  return true;
}

/**
 * The keys of a row. Arrows walk the tree; with Shift they move the bar, by a day along the time axis and by a week up and down; with Alt they move
 * its end, with Alt and Shift its start; `l` shows its links, `x` selects it, Enter opens it.
 */
export function useChartKeys(props: Props) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  return useCallback((event: React.KeyboardEvent, row: Row) => {
    const { rows, moves, onOpen, onLinks, onToggle, onSelect } = latest.current;
    if (event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const index = rows.findIndex((other) => other.id === row.id);
    let done = true;
    if (event.shiftKey || event.altKey) done = event.key.startsWith('Arrow') && shift(row, event, moves);
    else if (event.key === 'Enter' && row.kind === 'task') onOpen(row.id);
    else if ((event.key === 'Enter' || event.key === ' ') && row.kind === 'group') onToggle(row.id, !row.open);
    else if (event.key === 'Escape') done = moves.cancel();
    else if (event.key.toLowerCase() === 'x' && row.kind === 'task') onSelect(row.task);
    else if (event.key.toLowerCase() === 'l' && row.kind === 'task') onLinks(row.id);
    else done = walk(row, index, event.key, latest.current);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }, []);
}

function parentOf(rows: readonly Row[], index: number): number {
  const row = rows[index];
  if (row?.kind === 'milestone') return rows.findIndex((other) => other.kind === 'group');
  if (row?.kind !== 'task') return index;
  for (let at = index - 1; at >= 0; at -= 1) {
    const other = rows[at];
    if (other?.kind === 'task' && other.depth < row.depth) return at;
  }
  return index;
}
