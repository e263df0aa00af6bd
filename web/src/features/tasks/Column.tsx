import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatNumber } from '~/lib/format';
import type { Task, User } from '~/lib/models';
import { useStranger } from '~/lib/people';
import { useStaff } from '~/lib/policy';
import { flatten } from '~/lib/query';
import type { Selection } from '~/lib/selection';
import { Button, IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { metric } from '~/ui/metrics';
import { Bone } from '~/ui/States';
import { columnQuery } from './api';
import css from './board.module.css';
import { Card, type TaskLink } from './Card';
import type { BoardColumn } from './columns';
import type { TaskFilters } from './filters';
import { StatusMark } from './marks';
import { QuickAdd } from './QuickAdd';

/** What every way to draw a column needs. */
export interface ColumnBase {
  projectId: string;
  column: BoardColumn;
  filters: TaskFilters;
  /** The loaded cards are counted: the server's count knows no filters. */
  filtered: boolean;
  /** A card is being dragged that may not come here. */
  refuses: boolean;
  people: Map<string, User>;
  link: TaskLink;
  openId: string | undefined;
  liftedId: string | null;
  /** A card that shall have the focus as soon as it is there. */
  focusId: string | null;
  onFocused: () => void;
  onKeyDown: (event: React.KeyboardEvent, task: Task) => void;
  selection: Selection;
  mayCreate: boolean;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
}

interface Props extends ColumnBase {
  adding: boolean;
  onAdding: (adding: boolean) => void;
}

export function Column(props: Props) {
  const { projectId, column, filters, filtered, refuses, people, link, openId, liftedId, focusId, onFocused, onKeyDown, selection, adding, onAdding, mayCreate, collapsed, onCollapse } = props;
  const frame = useRef<HTMLElement>(null);
  const strip = useRef<HTMLButtonElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const query = useInfiniteQuery({ ...columnQuery(projectId, column, filters), enabled: !collapsed });
  const tasks = useMemo(() => flatten(query.data), [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;

  const cardHeight = metric('--card') + metric('--card-gap');
  // The same function as long as the list is: with a new one every card would be measured again at each turn of the wheel.
  const getItemKey = useCallback((index: number) => tasks[index]?.id ?? index, [tasks]);
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => cardHeight,
    getItemKey,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= tasks.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, last, tasks.length, fetchNextPage]);

  useEffect(() => {
    const element = collapsed ? strip.current : frame.current;
    if (!element) return undefined;
    const drop = dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === 'card' && !element.hasAttribute('data-refuses'),
      getData: () => ({ kind: 'column', column }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
    return scroll.current ? combine(drop, autoScrollForElements({ element: scroll.current })) : drop;
  }, [column, collapsed]);

  const focusIndex = focusId ? tasks.findIndex((task) => task.id === focusId) : -1;
  useEffect(() => {
    if (!focusId || focusIndex < 0) return undefined;
    virtual.scrollToIndex(focusIndex, { align: 'auto' });
    // Two frames: one for the list to scroll, one for the card to be drawn.
    let frameId = window.requestAnimationFrame(() => {
      frameId = window.requestAnimationFrame(() => {
        const card = scroll.current?.querySelector<HTMLElement>(`[data-card="${focusId}"]`);
        card?.focus();
        card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        if (card) onFocused();
      });
    });
    return () => window.cancelAnimationFrame(frameId);
  }, [focusId, focusIndex, virtual, onFocused]);

  const stranger = useStranger();
  const staff = useStaff();
  const { name, status, count } = column;
  const loaded = query.isSuccess ? `${formatNumber(tasks.length)}${hasNextPage ? '+' : ''}` : '';
  const shownCount = filtered ? loaded : count === undefined ? '' : formatNumber(count);
  if (collapsed) {
    return (
      <button ref={strip} type="button" data-refuses={refuses || undefined} className={cx(css.strip, over && css.over)} aria-label={t`Show column ${name}`} onClick={() => onCollapse(false)}>
        <StatusMark status={status} />
        <Count column={column} shown={shownCount} />
        <span className={css.name}>{name}</span>
      </button>
    );
  }
  return (
    <section ref={frame} className={cx(css.column, over && css.over)} aria-label={name} data-column={column.id} data-refuses={refuses || undefined}>
      <header className={css.head}>
        <StatusMark status={status} />
        <h2 className={css.name}>{name}</h2>
        <Count column={column} shown={shownCount} />
        <span className={css.tools}>
        <IconButton size="sm" icon={IconMinus} label={t`Fold column ${name}`} onClick={() => onCollapse(true)} />
        {mayCreate ? <IconButton size="sm" icon={IconPlus} label={t`Add a task to ${name}`} onClick={() => onAdding(true)} /> : null}
        </span>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reachable without a pointer */}
      <div ref={scroll} className={css.list} tabIndex={tasks.length === 0 ? undefined : -1}>
        {query.isPending ? <CardBones /> : null}
        {query.error && tasks.length === 0 ? (
          <p className={css.none}>
            <Trans>Not loaded.</Trans>{' '}
            <Button look="link" onClick={() => void query.refetch()}>
              <Trans>Try again</Trans>
            </Button>
          </p>
        ) : null}
        {query.isSuccess && tasks.length === 0 && !adding ? (
          <p className={css.none}>
            <Trans>No tasks</Trans>
          </p>
        ) : null}
        <div className={css.inner} style={{ blockSize: virtual.getTotalSize() }}>
          {items.map((item) => {
            const task = tasks[item.index];
            if (!task) return null;
            return (
              <div key={task.id} ref={virtual.measureElement} data-index={item.index} className={css.slot} style={{ transform: `translateY(${item.start}px)` }}>
                <Card
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
              </div>
            );
          })}
        </div>
      </div>
      {mayCreate ? <QuickAdd projectId={projectId} column={column} open={adding} onOpen={onAdding} /> : null}
    </section>
  );
}

/** How many cards, of how many it should hold at most. */
export function Count({ column, shown }: { column: BoardColumn; shown: string }) {
  const { wipLimit, count } = column;
  if (wipLimit === null) return <span className={css.count}>{shown}</span>;
  const over = count !== undefined && count > wipLimit;
  const limit = formatNumber(wipLimit);
  return (
    <span className={cx(css.count, over && css.tooMany)}>
      {shown}
      <span className={css.limit}>/{limit}</span>
      {over ? <span className="sr">{t`more than it should hold`}</span> : null}
    </span>
  );
}

function CardBones() {
  return ['80%', '55%', '70%'].map((width) => (
    <div key={width} className={css.card} style={{ marginBlockEnd: 'var(--card-gap)' }}>
      <Bone w={width} />
      <span className={css.meta}>
        <Bone w="30%" />
      </span>
    </div>
  ));
}
