import { attachClosestEdge, type Edge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { t } from '@lingui/core/macro';
import { IconSubtask } from '@tabler/icons-react';
import { type ReactElement, memo, useEffect, useRef, useState } from 'react';
import { dayOf } from '~/lib/dates';
import { useFlash } from '~/lib/highlight';
import type { Task, User } from '~/lib/models';
import { selectsOnShift } from '~/lib/selection';
import { Avatar } from '~/ui/Avatar';
import { cx } from '~/ui/cx';
import { Tip } from '~/ui/Tip';
import css from './board.module.css';
import { canWork, isDone } from './filters';
import { Due, PriorityMark, priorityName } from './marks';

const LABELS_SHOWN = 3;

export interface CardData {
  kind: 'card';
  task: Task;
  [key: string | symbol]: unknown;
}

/** Makes the link that a card or row is; the page knows its address. */
export type TaskLink = (task: Task, props: Record<string, unknown>) => ReactElement;

interface Props {
  task: Task;
  person: User | undefined;
  /** What to call an assignee who is not known; empty where nobody is shown. */
  stranger: string;
  link: TaskLink;
  lifted: boolean;
  open: boolean;
  selected: boolean;
  onSelect: (task: Task) => void;
  onKeyDown: (event: React.KeyboardEvent, task: Task) => void;
}

/** A task on the board. Drag it, or Space and the arrow keys; Shift and a click selects it. */
export const Card = memo(function Card({ task, person, stranger, link, lifted, open, selected, onSelect, onKeyDown }: Props) {
  const ref = useRef<HTMLElement>(null);
  const [dragging, setDragging] = useState(false);
  const [edge, setEdge] = useState<Edge | null>(null);
  const lit = useFlash(task.id);
  const movable = canWork(task);

  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const data = (): CardData => ({ kind: 'card', task });
    return combine(
      draggable({
        element,
        canDrag: () => movable,
        getInitialData: data,
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === 'card' && !element.closest('[data-refuses]'),
        getData: ({ input }) => attachClosestEdge(data(), { element, input, allowedEdges: ['top', 'bottom'] }),
        getIsSticky: () => true,
        onDrag: ({ self, source }) => {
          const own = (source.data['task'] as Task).id === task.id;
          setEdge(own ? null : extractClosestEdge(self.data));
        },
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [task, movable]);

  const day = dayOf(task.dueDate);
  const hasMeta = Boolean(task.priority ?? task.sourceId ?? task.parentId ?? day ?? task.assigneeId);
  return link(task, {
    ref,
    'data-card': task.id,
    'data-open': open || undefined,
    'aria-roledescription': movable ? t`Movable task` : undefined,
    'aria-describedby': movable ? 'board-help' : undefined,
    draggable: movable,
    className: cx(
      css.card,
      lifted && css.lifted,
      selected && css.selected,
      dragging && css.dragging,
      lit && css.flash,
      isDone(task.status) && css.closed,
      edge !== null && css.edge,
      edge === 'top' && css.top,
      edge === 'bottom' && css.bottom,
    ),
    onKeyDown: (event: React.KeyboardEvent) => onKeyDown(event, task),
    onClick: selectsOnShift(() => onSelect(task)),
    children: (
      <>
        <span className={css.title}>{task.title}</span>
        {selected ? <span className="sr">{t`selected`}</span> : null}
        {task.labels.length > 0 ? (
          <span className={css.labels}>
            {task.labels.slice(0, LABELS_SHOWN).map((label) => (
              <span key={label} className={css.label}>
                {label}
              </span>
            ))}
            {task.labels.length > LABELS_SHOWN ? <span className={css.label}>+{task.labels.length - LABELS_SHOWN}</span> : null}
          </span>
        ) : null}
        {hasMeta ? (
        <span className={css.meta}>
          {task.priority ? (
            <Tip label={() => priorityName(task.priority)}>
              <span role="img" aria-label={priorityName(task.priority)}>
                <PriorityMark priority={task.priority} />
              </span>
            </Tip>
          ) : null}
          {task.sourceId ? <span className={css.number}>{task.sourceId}</span> : null}
          {task.parentId ? (
            <Tip label={() => t`Subtask`}>
              <span role="img" aria-label={t`Subtask`}>
                <IconSubtask size={14} />
              </span>
            </Tip>
          ) : null}
          {day ? <Due day={day} open={!isDone(task.status)} icon /> : null}
          {task.assigneeId && (person || stranger) ? (
            <span className={css.who}>
              <Avatar user={person} none={stranger} />
            </span>
          ) : null}
        </span>
        ) : null}
      </>
    ),
  });
});
