import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Task } from '~/lib/models';
import { announce } from '~/ui/announce';
import { placeByNeighbour, placeOf, restore, snapshot, type Snapshot } from './cache';
import { type BoardColumn, columnCards } from './columns';
import { canWork, type TaskFilters } from './filters';
import { moveTask } from './write';

interface Lift {
  task: Task;
  column: BoardColumn;
  index: number;
  before: Snapshot;
  fromIndex: number;
}

interface Options {
  projectId: string;
  filters: TaskFilters;
  visible: BoardColumn[];
  /** Whether the project's transitions let the task go there. */
  allows: (task: Task, column: BoardColumn) => boolean;
  /** The lane of a card; a lifted card stays in it. Without lanes there is one. */
  laneOf: (task: Task) => string;
  /** The lanes in the order in which they are shown. */
  lanes: readonly string[];
}

/** The id of the card that has the focus. */
export function focusedCard(): string | null | undefined {
  return document.activeElement?.closest('[data-card]')?.getAttribute('data-card');
}

/** Walking and moving cards without a pointer: arrows walk, Space lifts, arrows move, Space or Enter drops, Escape puts back. */
export function useBoardKeys({ projectId, filters, visible, allows, laneOf, lanes }: Options) {
  const lifted = useRef<Lift | null>(null);
  const [liftedId, setLiftedId] = useState<string | null>(null);
  const setLift = (lift: Lift | null) => {
    lifted.current = lift;
    setLiftedId(lift?.task.id ?? null);
  };
  const [focusId, setFocusId] = useState<string | null>(null);
  const onFocused = useCallback(() => setFocusId(null), []);
  const columnOf = (task: Task) => visible.find((column) => column.id === placeOf(task));
  /** As they are seen: lane by lane, in board order within each. */
  const cardsOf = (column: BoardColumn | undefined) => {
    const cards = column ? columnCards(projectId, column, filters) : [];
    return lanes.length === 0 ? cards : cards.toSorted((a, b) => lanes.indexOf(laneOf(a)) - lanes.indexOf(laneOf(b)));
  };
  const beside = (column: BoardColumn, task: Task) => cardsOf(column).filter((card) => card.id !== task.id && laneOf(card) === laneOf(task));

  const where = (column: BoardColumn, index: number, total: number) => {
    const { name } = column;
    const place = index + 1;
    return t`${name}, position ${place} of ${total}`;
  };

  const start = (task: Task) => {
    const column = columnOf(task);
    if (!canWork(task) || !column) {
      announce(t`You cannot move this task.`);
      return;
    }
    const cards = cardsOf(column).filter((card) => laneOf(card) === laneOf(task));
    const index = cards.findIndex((card) => card.id === task.id);
    setLift({ task, column, index, before: snapshot(projectId), fromIndex: index });
    const place = where(column, index, cards.length);
    announce(t`Lifted “${task.title}”. ${place}.`);
  };

  const shift = (held: Lift, column: BoardColumn, wanted: number) => {
    const cards = beside(column, held.task);
    const index = Math.max(0, Math.min(wanted, cards.length));
    placeByNeighbour({ ...held.task, status: column.status, statusId: column.statusId }, cards[index - 1]?.id ?? null, cards[index]?.id ?? null);
    setLift({ ...held, column, index });
    setFocusId(held.task.id);
    announce(`${where(column, index, cards.length + 1)}.`);
  };

  const drop = (held: Lift) => {
    setLift(null);
    if (held.column.id === placeOf(held.task) && held.index === held.fromIndex) {
      restore(held.before);
      announce(t`“${held.task.title}” stays where it was.`);
      return;
    }
    const cards = beside(held.column, held.task);
    const place = where(held.column, held.index, cards.length + 1);
    const [after, before] = [cards[held.index - 1]?.id ?? null, cards[held.index]?.id ?? null];
    // From here on the move stands by itself: if it is refused, it goes back to where it was before it was lifted.
    restore(held.before);
    setFocusId(held.task.id);
    void moveTask(held.task, held.column, after, before).then((moved) => {
      if (moved) announce(t`Dropped “${held.task.title}”. ${place}.`);
      setFocusId(held.task.id);
    });
  };

  const cancel = (held: Lift) => {
    restore(held.before);
    setLift(null);
    setFocusId(held.task.id);
    announce(t`Put back “${held.task.title}”.`);
  };

  const neighbour = (column: BoardColumn, key: string): BoardColumn => {
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const step = (key === 'ArrowRight' ? 1 : -1) * rtl;
    return visible[visible.findIndex((other) => other.id === column.id) + step] ?? column;
  };

  /** Over columns where the task may not go, to the next one where it may. */
  const carry = (held: Lift, key: string) => {
    let column = held.column;
    for (let next = neighbour(column, key); next !== column; next = neighbour(column, key)) {
      column = next;
      if (allows(held.task, column)) {
        shift(held, column, held.index);
        return;
      }
      announce(t`It may not go to ${column.name}.`);
    }
  };

  const walk = (task: Task, key: string) => {
    const from = columnOf(task);
    if (!from) return;
    const index = cardsOf(from).findIndex((card) => card.id === task.id);
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      setFocusId(cardsOf(from)[index + (key === 'ArrowDown' ? 1 : -1)]?.id ?? null);
      return;
    }
    // Over empty columns, to the next one that has cards.
    const level = cardsOf(from).filter((card) => laneOf(card) === laneOf(task)).findIndex((card) => card.id === task.id);
    let column = from;
    for (let next = neighbour(column, key); next !== column; next = neighbour(column, key)) {
      column = next;
      const cards = cardsOf(column).filter((card) => laneOf(card) === laneOf(task));
      const card = cards[Math.min(level, cards.length - 1)];
      if (card) {
        setFocusId(card.id);
        return;
      }
    }
  };

  const handle = (event: KeyboardEvent | React.KeyboardEvent, task: Task) => {
    const arrow = event.key.startsWith('Arrow');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const lift = lifted.current;
    if (!lift) {
      if (event.key === ' ') start(task);
      else if (arrow) walk(task, event.key);
      else return;
    } else if (event.key === ' ' || event.key === 'Enter') drop(lift);
    else if (event.key === 'Escape' || event.key === 'Tab') cancel(lift);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') shift(lift, lift.column, lift.index + (event.key === 'ArrowDown' ? 1 : -1));
    else if (arrow) carry(lift, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // Cards are memoized: they get one function that never changes and always does the latest.
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  const onKeyDown = useCallback((event: React.KeyboardEvent, task: Task) => latest.current(event, task), []);

  // A lifted card is drawn anew in each column and gets the focus a moment later; keys may be quicker, so they are heard everywhere.
  useEffect(() => {
    if (!liftedId) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (lifted.current) latest.current(event, lifted.current.task);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [liftedId]);

  const step = (by: 1 | -1) => {
    const id = focusedCard();
    const column = visible.find((other) => cardsOf(other).some((card) => card.id === id));
    if (!column) {
      setFocusId(visible.map((other) => cardsOf(other)[0]).find(Boolean)?.id ?? null);
      return;
    }
    const cards = cardsOf(column);
    setFocusId(cards[cards.findIndex((card) => card.id === id) + by]?.id ?? null);
  };
  const liftFocused = () => {
    const id = focusedCard();
    const task = visible.flatMap(cardsOf).find((card) => card.id === id);
    if (task) start(task);
  };

  return { liftedId, focusId, onFocused, onKeyDown, step, liftFocused };
}
