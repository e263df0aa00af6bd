import { Trans } from '@lingui/react/macro';
import { t } from '@lingui/core/macro';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { formatNumber } from '~/lib/format';
import type { Task } from '~/lib/models';
import { flatten } from '~/lib/query';
import { totalsOf } from '~/lib/totals';
import { Button } from '~/ui/Button';
import type { TableLine } from '~/ui/DataTable';
import { Bone } from '~/ui/States';
import { listQuery, subtasksQuery } from './api';
import type { TaskFilters } from './filters';
import type { Group } from './groups';
import css from './TaskList.module.css';

interface Feed {
  rows: Task[];
  hasMore: boolean;
  pending: boolean;
  error: unknown;
  more: () => void;
}

interface Options {
  projectId: string;
  sort: string;
  filters: TaskFilters;
  /** Null: one list without heads. */
  groups: Group[] | null;
  tree: boolean;
}

const WHOLE = 'all';

type SetOfIds = (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;

function flip(set: SetOfIds, id: string): void {
  set((before) => {
    const next = new Set(before);
    if (!next.delete(id)) next.add(id);
    return next;
  });
}

/**
 * The lines of the list: rows, heads of groups, subtasks below their task. A group asks for its tasks when its place comes into sight, so that
 * thirty groups are not thirty requests. `feeds` must be drawn for anything to be loaded.
 */
export function useListLines({ projectId, sort, filters, groups, tree }: Options) {
  const [state, setState] = useState<Record<string, Feed>>({});
  const [below, setBelow] = useState<Record<string, Task[]>>({});
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const onFeed = useCallback((id: string, feed: Feed) => setState((before) => ({ ...before, [id]: feed })), []);
  const onBelow = useCallback((id: string, tasks: Task[]) => setBelow((before) => ({ ...before, [id]: tasks })), []);
  const want = useCallback((id: string) => setWanted((before) => (before.has(id) ? before : new Set([...before, id]))), []);
  const toggleTask = useCallback((id: string) => flip(setOpen, id), []);

  const lines = useMemo(() => {
    const made: TableLine<Task>[] = [];
    const push = (task: Task, prefix: string, depth: number) => {
      made.push({ key: `${prefix}${task.id}`, row: task, depth });
      if (tree && open.has(task.id)) for (const child of below[task.id] ?? []) push(child, `${prefix}${task.id}.`, depth + 1);
    };
    if (groups === null) {
      for (const task of state[WHOLE]?.rows ?? []) push(task, '', 0);
      return made;
    }
    for (const group of groups) {
      const feed = state[group.id];
      const waiting = !feed || feed.pending;
      if (!waiting && feed.rows.length === 0 && !group.keep) continue;
      const shut = folded.has(group.id);
      made.push({ key: `head.${group.id}`, across: <Head group={group} feed={feed} folded={shut} onFold={() => flip(setFolded, group.id)} /> });
      if (shut) continue;
      for (const task of feed?.rows ?? []) push(task, `${group.id}.`, 0);
      if (feed?.error) made.push({ key: `error.${group.id}`, across: <Failed onRetry={feed.more} /> });
      else if (waiting || feed.hasMore) {
        const count = feed?.rows.length ?? 0;
        made.push({ key: `more.${group.id}.${count}`, across: <Waiting onSeen={feed && !feed.pending ? feed.more : () => want(group.id)} /> });
      }
    }
    return made;
  }, [groups, state, below, folded, open, tree, want]);

  const feeds: ReactNode = (
    <>
      {groups === null ? <Loader key={WHOLE} id={WHOLE} projectId={projectId} filters={filters} sort={sort} enabled onFeed={onFeed} /> : null}
      {groups?.map((group) => (
        <Loader key={group.id} id={group.id} projectId={projectId} filters={group.filters} sort={sort} enabled={wanted.has(group.id)} onFeed={onFeed} />
      ))}
      {tree ? [...open].map((id) => <Below key={id} id={id} onBelow={onBelow} />) : null}
    </>
  );
  const whole = groups === null ? state[WHOLE] : undefined;
  const rows = useMemo(() => [...new Map(lines.flatMap((line) => ('row' in line ? [[line.row.id, line.row] as const] : []))).values()], [lines]);
  return {
    lines,
    rows,
    feeds,
    isPending: groups === null && (whole?.pending ?? true),
    error: whole?.error ?? null,
    /** Nothing is there and nothing is on its way. */
    isEmpty: groups === null ? whole !== undefined && !whole.pending && whole.rows.length === 0 : groups.every((group) => state[group.id]?.pending === false && state[group.id]?.rows.length === 0),
    hasMore: whole?.hasMore ?? false,
    more: whole?.more,
    isOpen: (id: string) => open.has(id),
    toggleTask,
  };
}

interface LoaderProps {
  id: string;
  projectId: string;
  filters: TaskFilters;
  sort: string;
  enabled: boolean;
  onFeed: (id: string, feed: Feed) => void;
}

/** Draws nothing; holds the pages of one group. */
function Loader({ id, projectId, filters, sort, enabled, onFeed }: LoaderProps) {
  const query = useInfiniteQuery({ ...listQuery(projectId, filters, sort), enabled });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPending, error, refetch } = query;
  const rows = useMemo(() => flatten(data), [data]);
  useEffect(() => {
    onFeed(id, {
      rows,
      hasMore: hasNextPage,
      pending: isPending && !error,
      error: rows.length === 0 ? error : null,
      more: () => {
        if (error) void refetch();
        else if (!isFetchingNextPage) void fetchNextPage();
      },
    });
  }, [id, rows, hasNextPage, isFetchingNextPage, fetchNextPage, isPending, error, refetch, onFeed]);
  return null;
}

function Below({ id, onBelow }: { id: string; onBelow: (id: string, tasks: Task[]) => void }) {
  const { data } = useQuery(subtasksQuery(id));
  useEffect(() => {
    if (data) onBelow(id, data);
  }, [id, data, onBelow]);
  return null;
}

function Head({ group, feed, folded, onFold }: { group: Group; feed: Feed | undefined; folded: boolean; onFold: () => void }) {
  const IconPart = folded ? IconChevronRight : IconChevronDown;
  return (
    <button type="button" className={css.groupButton} aria-expanded={!folded} onClick={onFold}>
      <IconPart size={14} className={css.fold} />
      {group.icon}
      <span className={css.groupName}>{group.name}</span>
      {feed && !feed.pending ? (
        <span className={css.number}>
          {formatNumber(feed.rows.length)}
          {feed.hasMore ? '+' : ''}
        </span>
      ) : null}
    </button>
  );
}

/** Its being drawn is the sign that the reader has come here. */
function Waiting({ onSeen }: { onSeen: () => void }) {
  useEffect(() => {
    onSeen();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for this place; the next page has a place of its own
  }, []);
  return <Bone w="38%" />;
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <>
      <Trans>Not loaded.</Trans>{' '}
      <Button look="link" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </>
  );
}

/** Before a title: opens what lies below, or keeps its place. */
export function Expander({ task, open, onToggle }: { task: Task; open: boolean; onToggle: () => void }) {
  if (!totalsOf(task)) return <span className={css.expander} />;
  const IconPart = open ? IconChevronDown : IconChevronRight;
  return (
    <button type="button" className={css.expander} aria-expanded={open} aria-label={t`Subtasks of ${task.title}`} onClick={onToggle}>
      <IconPart size={14} />
    </button>
  );
}
