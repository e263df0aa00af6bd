import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatNumber } from '~/lib/format';
import type { Task } from '~/lib/models';
import { useStranger } from '~/lib/people';
import { useStaff } from '~/lib/policy';
import { flatten } from '~/lib/query';
import { Button } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { columnQuery } from './api';
import css from './board.module.css';
import { Card } from './Card';
import { Count, type ColumnBase } from './Column';
import type { Lane } from './lanes';
import { StatusMark } from './marks';

interface Props {
  lanes: Lane[];
  laneOf: (task: Task) => string;
  columns: ColumnBase[];
}

/** The board cut across: the same columns, the cards of each lane below its head. */
export function LaneBoard({ lanes, laneOf, columns }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [cards, setCards] = useState<Record<string, Task[]>>({});
  const onCards = useCallback((id: string, tasks: Task[]) => setCards((before) => ({ ...before, [id]: tasks })), []);
  const open = columns.filter((column) => !column.collapsed);
  const first = columns[0];
  const { focusId, onFocused } = first ?? { focusId: null, onFocused: () => undefined };
  useEffect(() => {
    if (!focusId) return undefined;
    const frame = window.requestAnimationFrame(() => {
      const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(focusId)}"]`);
      card?.focus();
      card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (card) onFocused();
    });
    return () => window.cancelAnimationFrame(frame);
  }, [focusId, onFocused, cards]);
  const inColumn = (id: string, lane: Lane) => (cards[id] ?? []).filter((task) => laneOf(task) === lane.id);
  return (
    <>
      <div className={css.laneHeads}>
        {open.map(({ column, filtered }) => (
          <div key={column.id} className={css.head}>
            <StatusMark status={column.status} />
            <h2 className={css.name}>{column.name}</h2>
            <Count column={column} shown={filtered || column.count === undefined ? formatNumber(cards[column.id]?.length ?? 0) : formatNumber(column.count)} />
          </div>
        ))}
      </div>
      {lanes.map((lane) => {
        const count = open.reduce((sum, { column }) => sum + inColumn(column.id, lane).length, 0);
        const shut = folded.has(lane.id);
        const IconPart = shut ? IconChevronRight : IconChevronDown;
        return (
          <section key={lane.id} aria-label={lane.name} data-lane={lane.id} className={css.lane}>
            <button
              type="button"
              className={css.laneHead}
              aria-expanded={!shut}
              onClick={() => setFolded(new Set(shut ? [...folded].filter((id) => id !== lane.id) : [...folded, lane.id]))}
            >
              <IconPart size={14} />
              {lane.icon}
              <span>{lane.name}</span>
              <span className={css.number}>{formatNumber(count)}</span>
            </button>
            {shut ? null : (
              <div className={css.laneRow}>
                {open.map((props) => (
                  <Cell key={props.column.id} {...props} lane={lane} tasks={inColumn(props.column.id, lane)} />
                ))}
              </div>
            )}
          </section>
        );
      })}
      <div className={css.laneRow}>
        {open.map((props) => (
          <Feed key={props.column.id} {...props} onCards={onCards} />
        ))}
      </div>
    </>
  );
}

function Cell({ column, lane, tasks, refuses, people, link, openId, liftedId, selection, onKeyDown }: ColumnBase & { lane: Lane; tasks: Task[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const staff = useStaff();
  const stranger = useStranger();
  const place = useRef({ column, lane });
  useEffect(() => {
    place.current = { column, lane };
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === 'card' && !element.hasAttribute('data-refuses'),
      getData: () => ({ kind: 'column', ...place.current }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, []);
  return (
    <div ref={frame} className={cx(css.cell, over && css.over)} role="group" aria-label={t`${column.name}, ${lane.name}`} data-column={column.id} data-refuses={refuses || undefined}>
      {tasks.map((task) => (
        <Card
          key={task.id}
          task={task}
          person={task.assigneeId ? people.get(task.assigneeId) : undefined}
          stranger={staff ? stranger : ''}
          link={link}
          lifted={liftedId === task.id}
          open={openId === task.id}
          selected={selection.tasks.has(task.id)}
          onSelect={selection.toggle}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  );
}

/** Holds the pages of one column; at its foot, the way to more. */
function Feed({ projectId, column, filters, onCards }: ColumnBase & { onCards: (id: string, tasks: Task[]) => void }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = useInfiniteQuery(columnQuery(projectId, column, filters));
  useEffect(() => onCards(column.id, flatten(data)), [column.id, data, onCards]);
  return (
    <div className={css.foot}>
      {error && !data ? (
        <Button look="link" onClick={() => void refetch()}>
          <Trans>Not loaded. Try again</Trans>
        </Button>
      ) : hasNextPage ? (
        <Button size="sm" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} aria-label={t`More cards of ${column.name}`}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </div>
  );
}
