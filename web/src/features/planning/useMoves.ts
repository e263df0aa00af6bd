import { plural, t } from '@lingui/core/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatDayLong } from '~/lib/dates';
import type { Task, TaskDependency } from '~/lib/models';
import { announce } from '~/ui/announce';
import { toastProblem } from '~/ui/toast';
import { below, type MilestoneRow, ownSpan, type TaskRow, type Tree } from './rows';
import { moveSpan, numberOf, type Span, toDay, toNumber, type WorkCalendar } from './time';
import { allOf, applyChanges, type Change, datesOf, instant, moveMilestone, type Preview, previewChanges, saveDates, type TaskStore } from './write';

export type Movable = TaskRow | MilestoneRow;

/** A move that shifts other tasks too and waits for a decision. */
export interface Decision {
  row: TaskRow;
  span: Span;
  change: Change;
  /** What moves because it was moved: the task, or a summary with all below it. */
  family: Task[];
  preview: Preview;
  /** The others that shift. */
  shifts: Preview['shifts'];
  busy: boolean;
}

interface Plan {
  projectId: string;
  tree: Tree;
  links: readonly TaskDependency[];
  calendar: WorkCalendar;
  store: TaskStore;
}

const PAUSE_MS = 700;
const NONE: ReadonlyMap<string, Span> = new Map();

/** In words, for those who do not see the bar. */
export function spoken(span: Span): string {
  const from = formatDayLong(toDay(span.start));
  const to = formatDayLong(toDay(span.end));
  return span.start === span.end ? from : t`${from} to ${to}`;
}

const revisionsOf = (tasks: readonly Task[]): Record<string, number> => Object.fromEntries(tasks.map((task) => [task.id, task.revision]));

function spanOf(shift: { startDate?: string | null; dueDate?: string | null }): Span | null {
  const due = shift.dueDate ?? shift.startDate;
  const start = shift.startDate ?? shift.dueDate;
  return due && start ? { start: toNumber(start.slice(0, 10)), end: toNumber(due.slice(0, 10)) } : null;
}

/**
 * Moving what is planned. A draft shows where a bar is being moved to; when the move is meant it is written, or, where others depend on it,
 * what would shift is shown first.
 */
export function useMoves(plan: Plan) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Span>>(NONE);
  const [decision, setDecision] = useState<Decision | null>(null);
  const latest = useRef(plan);
  useEffect(() => {
    latest.current = plan;
  });

  const draft = useCallback((row: Movable, span: Span | null) => {
    if (span && row.kind === 'task' && row.summary && row.span) {
      // A summary takes its subtasks along.
      const by = span.start - row.span.start;
      const { tree, calendar } = latest.current;
      const moved = below(tree, row.id).flatMap((task): [string, Span][] => {
        const own = ownSpan(task, calendar);
        return own ? [[task.id, moveSpan(calendar, own, by)]] : [];
      });
      setDrafts(new Map(moved));
    } else setDrafts(span ? new Map([[row.id, span]]) : NONE);
  }, []);

  const commit = useCallback(async (row: Movable, span: Span) => {
    if (row.kind === 'milestone') {
      setDrafts(NONE);
      await moveMilestone(row.milestone, span.start);
      return;
    }
    const { projectId, tree, links, calendar, store } = latest.current;
    const by = row.span ? span.start - row.span.start : 0;
    // A summary's dates are those below it; the server moves them all with its first day.
    const first = numberOf(row.task.startDate) ?? row.span?.start ?? span.start;
    const change: Change = row.summary ? { taskId: row.id, startDate: instant(first + by) } : { taskId: row.id, ...datesOf(row.task, span) };
    const family = row.summary ? [row.task, ...below(tree, row.id)] : [row.task];
    const ids = new Set(family.map((task) => task.id));
    const linked = links.some((link) => ids.has(link.dependsOnId) || ids.has(link.taskId));
    const alone = async () => {
      const write = row.summary
        ? applyChanges(store, projectId, [change], revisionsOf(family), t`“${row.task.title}” and its subtasks moved`)
        : saveDates(store, row.task, allOf(row.task, span, calendar));
      if (!row.summary) setDrafts(NONE);
      await write;
      setDrafts(NONE);
    };
    if (!linked) {
      await alone();
      return;
    }
    try {
      const preview = await previewChanges(projectId, [change]);
      const shifts = preview.shifts.filter((shift) => !ids.has(shift.taskId) || (!row.summary && shift.dueDate?.slice(0, 10) !== change.dueDate?.slice(0, 10)));
      if (shifts.length === 0) await alone();
      else {
        setDecision({ row, span, change, family, preview, shifts, busy: false });
        announce(plural(shifts.length, { one: '# other task would shift. Apply, or move only this one?', other: '# other tasks would shift. Apply, or move only this one?' }));
      }
    } catch (error) {
      setDrafts(NONE);
      toastProblem(t`“${row.task.title}” was not moved.`, error);
    }
  }, []);

  const decide = useCallback(
    async (what: 'all' | 'one' | 'none') => {
      if (!decision) return;
      const { projectId, store, calendar } = latest.current;
      const { row, span, change, family, preview } = decision;
      if (what === 'all') {
        setDecision({ ...decision, busy: true });
        // Also of those that a filter hides.
        const seen = { ...revisionsOf(family), ...Object.fromEntries(preview.shifts.map((shift) => [shift.taskId, shift.revision])) };
        await applyChanges(store, projectId, [change], seen, t`“${row.task.title}” and what follows moved`);
      } else if (what === 'one') void saveDates(store, row.task, allOf(row.task, span, calendar));
      setDecision(null);
      setDrafts(NONE);
    },
    [decision],
  );

  const nudging = useRef<{ row: Movable; span: Span; timer: number } | null>(null);

  /** What was moved by keys is meant once the keys rest, or the focus goes elsewhere. */
  const settle = useCallback(() => {
    const held = nudging.current;
    if (!held) return;
    window.clearTimeout(held.timer);
    nudging.current = null;
    if (held.row.span?.start === held.span.start && held.row.span.end === held.span.end) setDrafts(NONE);
    else void commit(held.row, held.span);
  }, [commit]);

  const nudge = useCallback(
    (row: Movable, change: (span: Span, calendar: WorkCalendar) => Span, fresh: Span) => {
      const held = nudging.current;
      if (held && held.row.id !== row.id) settle();
      const mine = held?.row.id === row.id ? held : null;
      // The row as it was before the first key; with drafts its span is already the moved one.
      const origin = mine?.row ?? row;
      const span = mine || row.span ? change(mine?.span ?? row.span ?? fresh, latest.current.calendar) : fresh;
      window.clearTimeout(mine?.timer);
      nudging.current = { row: origin, span, timer: window.setTimeout(settle, PAUSE_MS) };
      draft(origin, span);
      announce(spoken(span));
    },
    [draft, settle],
  );

  const cancel = useCallback(() => {
    const held = nudging.current;
    if (!held) return false;
    window.clearTimeout(held.timer);
    nudging.current = null;
    setDrafts(NONE);
    announce(t`Put back.`);
    return true;
  }, []);

  useEffect(() => () => window.clearTimeout(nudging.current?.timer), []);

  return { drafts, draft, commit, decision, decide, nudge, settle, cancel };
}

export type Moves = ReturnType<typeof useMoves>;

/** Where the others would go: drawn as outlines while the decision is open. */
export function ghostsOf(decision: Decision | null): ReadonlyMap<string, Span> {
  if (!decision) return NONE;
  return new Map(
    decision.shifts.flatMap((shift): [string, Span][] => {
      const span = spanOf(shift);
      return span ? [[shift.taskId, span]] : [];
    }),
  );
}
