import { attachClosestEdge, type Edge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { t } from '@lingui/core/macro';
import { IconGripVertical } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { announce } from './announce';
import { cx } from './cx';
import css from './Sortable.module.css';

interface Item {
  id: string;
  name: string;
}

interface Props<T extends Item> {
  label: string;
  items: readonly T[];
  /** False: the order is fixed. */
  editable: boolean;
  /** Puts one behind another, or at the head. */
  onMove: (id: string, afterId: string | null) => void;
  render: (item: T) => ReactNode;
}

/** A short list whose order is the reader's: drag by the handle, or the arrow keys on it. */
export function Sortable<T extends Item>({ label, items, editable, onMove, render }: Props<T>) {
  const list = useId();
  const step = (item: T, by: 1 | -1) => {
    const rest = items.filter((other) => other.id !== item.id);
    const at = items.indexOf(item) + by;
    if (at < 0 || at > rest.length) return;
    onMove(item.id, rest[at - 1]?.id ?? null);
    const [place, count] = [at + 1, items.length];
    announce(t`${item.name}, position ${place} of ${count}`);
  };
  const drop = (id: string, onto: T, below: boolean) => {
    const rest = items.filter((other) => other.id !== id);
    const at = rest.findIndex((other) => other.id === onto.id) + (below ? 1 : 0);
    if (rest[at - 1]?.id !== items[items.findIndex((other) => other.id === id) - 1]?.id) onMove(id, rest[at - 1]?.id ?? null);
  };
  return (
    <ul className={css.list} aria-label={label}>
      {items.map((item) => (
        <Row key={item.id} list={list} item={item} editable={editable} onStep={(by) => step(item, by)} onDrop={(id, below) => drop(id, item, below)}>
          {render(item)}
        </Row>
      ))}
    </ul>
  );
}

interface RowProps {
  list: string;
  item: Item;
  editable: boolean;
  onStep: (by: 1 | -1) => void;
  onDrop: (id: string, below: boolean) => void;
  children: ReactNode;
}

function Row({ list, item, editable, onStep, onDrop, children }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [dragging, setDragging] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const element = row.current;
    if (!element || !handle.current) return undefined;
    return combine(
      draggable({
        element,
        dragHandle: handle.current,
        getInitialData: () => ({ kind: list, id: item.id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === list,
        getData: ({ input }) => attachClosestEdge({}, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) => setEdge(source.data['id'] === item.id ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const id = source.data['id'] as string;
          if (id !== item.id) latest.current(id, extractClosestEdge(self.data) === 'bottom');
        },
      }),
    );
  }, [list, item.id, editable]);
  return (
    <li ref={row} data-sortable={item.id} className={cx(css.row, dragging && css.dragging, edge === 'top' && css.top, edge === 'bottom' && css.bottom)}>
      {editable ? (
        <button
          ref={handle}
          type="button"
          className={css.handle}
          aria-label={t`Move ${item.name}`}
          title={t`Drag, or press the arrow keys`}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            onStep(event.key === 'ArrowDown' ? 1 : -1);
            // The row is drawn anew in its place; the handle keeps the focus.
            window.requestAnimationFrame(() => handle.current?.focus());
          }}
        >
          <IconGripVertical size={16} />
        </button>
      ) : null}
      {children}
    </li>
  );
}
