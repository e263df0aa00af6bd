import type { Milestone, Task } from '~/lib/models';
import { afterWorking, numberOf, type Span, type WorkCalendar } from './time';

/** The lines of a timeline: milestones first, then the tasks as a tree in the order of the board. */

export const MILESTONES = 'milestones';

export interface GroupRow {
  kind: 'group';
  id: typeof MILESTONES;
  count: number;
  open: boolean;
}

export interface MilestoneRow {
  kind: 'milestone';
  id: string;
  milestone: Milestone;
  span: Span | null;
}

export interface TaskRow {
  kind: 'task';
  id: string;
  task: Task;
  depth: number;
  /** Direct subtasks that are loaded. */
  children: number;
  open: boolean;
  span: Span | null;
  /** The span is that of the subtasks. */
  summary: boolean;
  position: number;
  siblings: number;
}

export type Row = GroupRow | MilestoneRow | TaskRow;

type Dated = Pick<Task, 'startDate' | 'dueDate' | 'durationDays'>;

/** When a task is worked on: its dates; where one is missing, what its duration says; null when it has neither. */
export function ownSpan(task: Dated, calendar: WorkCalendar): Span | null {
  const start = numberOf(task.startDate);
  const due = numberOf(task.dueDate);
  const length = task.durationDays ?? 0;
  if (start !== null && due !== null) return { start: Math.min(start, due), end: due };
  if (due !== null) return { start: length > 1 ? afterWorking(calendar, due, length, -1) : due, end: due };
  if (start !== null) return { start, end: length > 1 ? afterWorking(calendar, start, length) : start };
  return null;
}

/** Work of no length, drawn as a diamond. */
export function isPoint(task: Dated): boolean {
  return task.durationDays === 0;
}

export function join(a: Span | null, b: Span | null): Span | null {
  if (!a || !b) return a ?? b;
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

export interface Tree {
  byId: ReadonlyMap<string, Task>;
  children: ReadonlyMap<string | null, readonly Task[]>;
}

/** Tasks by parent. One whose parent is not among them stands at the top. */
export function tree(tasks: readonly Task[]): Tree {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const children = new Map<string | null, Task[]>();
  for (const task of tasks) {
    const parent = task.parentId && byId.has(task.parentId) ? task.parentId : null;
    const mine = children.get(parent);
    if (mine) mine.push(task);
    else children.set(parent, [task]);
  }
  return { byId, children };
}

/** All tasks below one: what moves when a summary is moved. */
export function below({ children }: Pick<Tree, 'children'>, id: string): Task[] {
  return (children.get(id) ?? []).flatMap((child) => [child, ...below({ children }, child.id)]);
}

interface Shown {
  spanOf: (task: Task) => Span | null;
  isOpen: (id: string) => boolean;
  /** Only these and what they lie under; null shows all. */
  only: ((task: Task) => boolean) | null;
}

interface Summed {
  span: Span | null;
  wanted: boolean;
}

function sumUp({ children }: Tree, { spanOf, only }: Shown): Map<string, Summed> {
  const summed = new Map<string, Summed>();
  const visit = (task: Task): Summed => {
    let all: Span | null = null;
    let wanted = only ? only(task) : true;
    for (const child of children.get(task.id) ?? []) {
      const part = visit(child);
      all = join(all, part.span);
      wanted ||= part.wanted;
    }
    const result = { span: all ?? spanOf(task), wanted };
    summed.set(task.id, result);
    return result;
  };
  for (const task of children.get(null) ?? []) visit(task);
  return summed;
}

export function taskRows(plan: Tree, shown: Shown): TaskRow[] {
  const summed = sumUp(plan, shown);
  const rows: TaskRow[] = [];
  const walk = (parent: string | null, depth: number) => {
    const mine = (plan.children.get(parent) ?? []).filter((task) => summed.get(task.id)?.wanted);
    for (const [index, task] of mine.entries()) {
      const parts = plan.children.get(task.id) ?? [];
      const open = parts.length > 0 && shown.isOpen(task.id);
      const span = summed.get(task.id)?.span ?? null;
      const summary = parts.some((child) => summed.get(child.id)?.span);
      rows.push({ kind: 'task', id: task.id, task, depth, children: parts.length, open, span, summary, position: index + 1, siblings: mine.length });
      if (open) walk(task.id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}

export function milestoneRows(milestones: readonly Milestone[], open: boolean): Row[] {
  if (milestones.length === 0) return [];
  const head: GroupRow = { kind: 'group', id: MILESTONES, count: milestones.length, open };
  if (!open) return [head];
  return [
    head,
    ...milestones.map((milestone): MilestoneRow => {
      const day = numberOf(milestone.dueDate);
      return { kind: 'milestone', id: milestone.id, milestone, span: day === null ? null : { start: day, end: day } };
    }),
  ];
}
