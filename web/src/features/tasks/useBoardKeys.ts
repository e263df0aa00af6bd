import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Task, TaskStatus } from '~/lib/models';
import { announce } from '~/ui/announce';
import { placeByNeighbour, restore, snapshot, type Snapshot } from './cache';
import { columnCards } from './columns';
import { canWork, type TaskFilters } from './filters';
import { statusName } from './marks';
import { moveTask } from './write';

interface Lift {
  task: Task;
  status: TaskStatus;
  index: number;
  before: Snapshot;
  fromIndex: number;
}

/** Walking and moving cards without a pointer: arrows walk, Space lifts, arrows move, Space or Enter drops, Escape puts back. */
export function useBoardKeys(projectId: string, filters: TaskFilters, visible: TaskStatus[]) {
  const lifted = useRef<Lift | null>(null);
  const [liftedId, setLiftedId] = useState<string | null>(null);
  const setLift = (lift: Lift | null) => {
    lifted.current = lift;
    setLiftedId(lift?.task.id ?? null);
  };
  const [focusId, setFocusId] = useState<string | null>(null);
  const onFocused = useCallback(() => setFocusId(null), []);
  const cardsOf = (status: TaskStatus) => columnCards(projectId, status, filters);

  const where = (status: TaskStatus, index: number, total: number) => {
    const name = statusName(status);
    const place = index + 1;
    return t`${name}, position ${place} of ${total}`;
  };

  const start = (task: Task) => {
    if (!canWork(task)) {
      announce(t`You cannot move this task.`);
      return;
    }
    const cards = cardsOf(task.status);
    const index = cards.findIndex((card) => card.id === task.id);
    setLift({ task, status: task.status, index, before: snapshot(projectId), fromIndex: index });
    const place = where(task.status, index, cards.length);
    announce(t`Lifted “${task.title}”. ${place}.`);
  };

  const shift = (held: Lift, status: TaskStatus, wanted: number) => {
    const cards = cardsOf(status).filter((card) => card.id !== held.task.id);
    const index = Math.max(0, Math.min(wanted, cards.length));
    placeByNeighbour({ ...held.task, status }, cards[index - 1]?.id ?? null, cards[index]?.id ?? null);
    setLift({ ...held, status, index });
    setFocusId(held.task.id);
    announce(`${where(status, index, cards.length + 1)}.`);
  };

  const drop = (held: Lift) => {
    setLift(null);
    if (held.status === held.task.status && held.index === held.fromIndex) {
      restore(held.before);
      announce(t`“${held.task.title}” stays where it was.`);
      return;
    }
    const cards = cardsOf(held.status).filter((card) => card.id !== held.task.id);
    const place = where(held.status, held.index, cards.length + 1);
    const [after, before] = [cards[held.index - 1]?.id ?? null, cards[held.index]?.id ?? null];
    // From here on the move stands by itself: if it is refused, it goes back to where it was before it was lifted.
    restore(held.before);
    setFocusId(held.task.id);
    void moveTask(held.task, held.status, after, before).then((moved) => {
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

  const neighbour = (status: TaskStatus, key: string): TaskStatus => {
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const step = (key === 'ArrowRight' ? 1 : -1) * rtl;
    return visible[visible.indexOf(status) + step] ?? status;
  };

  const walk = (task: Task, key: string) => {
    const index = cardsOf(task.status).findIndex((card) => card.id === task.id);
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      setFocusId(cardsOf(task.status)[index + (key === 'ArrowDown' ? 1 : -1)]?.id ?? null);
      return;
    }
    // Over empty columns, to the next one that has cards.
    let status = task.status;
    for (let next = neighbour(status, key); next !== status; next = neighbour(status, key)) {
      const cards = cardsOf(next);
      status = next;
      const card = cards[Math.min(index, cards.length - 1)];
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
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') shift(lift, lift.status, lift.index + (event.key === 'ArrowDown' ? 1 : -1));
    else if (arrow) {
      const status = neighbour(lift.status, event.key);
      if (status !== lift.status) shift(lift, status, lift.index);
    } else return;
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

  const focusedId = () => document.activeElement?.closest('[data-card]')?.getAttribute('data-card');
  const step = (by: 1 | -1) => {
    const id = focusedId();
    const status = visible.find((column) => cardsOf(column).some((card) => card.id === id));
    if (!status) {
      setFocusId(visible.map((column) => cardsOf(column)[0]).find(Boolean)?.id ?? null);
      return;
    }
    const cards = cardsOf(status);
    setFocusId(cards[cards.findIndex((card) => card.id === id) + by]?.id ?? null);
  };
  const liftFocused = () => {
    const id = focusedId();
    const task = visible.flatMap(cardsOf).find((card) => card.id === id);
    if (task) start(task);
  };

  return { liftedId, focusId, onFocused, onKeyDown, step, liftFocused };
}
