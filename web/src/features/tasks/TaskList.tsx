import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconChecklist, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { milestonesQuery } from '~/lib/milestones';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { can, useStaff } from '~/lib/policy';
import { useCustomFields, useStatuses } from '~/lib/projectParts';
import { Button, IconButton } from '~/ui/Button';
import { Above, type Column, DataTable } from '~/ui/DataTable';
import { EmptyState, ErrorState } from '~/ui/States';
import { DEFAULT_SORT, useLabels, useStrangers } from './api';
import { BulkBar } from './BulkBar';
import type { TaskLink } from './Card';
import { SubtaskCount } from './cells';
import { isFiltered, type TaskFilters } from './filters';
import { groupsOf, knownGrouping } from './groups';
import { listColumns } from './listColumns';
import type { People } from './people';
import { StatusButton } from './StatusButton';
import css from './TaskList.module.css';
import { Expander, useListLines } from './useListLines';
import { saveTask } from './write';

interface Props {
  projectId: string;
  /** Resolved: as requests have them. */
  filters: TaskFilters;
  onClearFilters: () => void;
  sort: string | undefined;
  onSort: (sort: string) => void;
  group: string | undefined;
  /** Ids of columns; undefined shows the usual ones. */
  columns: readonly string[] | undefined;
  /** Subtasks below their task. */
  tree: boolean;
  link: TaskLink;
  /** The first step when there is nothing: create or import. */
  emptyActions: ReactNode;
}

/** The tasks of a project as a table that is edited in place. */
export function TaskList({ projectId, filters, onClearFilters, sort = DEFAULT_SORT, onSort, group, columns: chosen, tree, link, emptyActions }: Props) {
  const { user } = useMe();
  const { people: list, byId, isPending: unknown } = usePeople();
  const stranger = useStranger();
  const staff = useStaff();
  const people = useMemo<People>(() => ({ list: staff ? list : [], byId, me: user.id, stranger }), [list, byId, user.id, stranger, staff]);
  const milestones = useQuery(milestonesQuery(projectId)).data ?? NO_MILESTONES;
  const fields = useCustomFields(projectId);
  const statuses = useStatuses(projectId);
  const labels = useLabels(projectId);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState<string | null>(null);

  const filtered = isFiltered(filters);
  // What is filtered is found wherever it lies: a subtask that matches stands by itself.
  const asTree = tree && !filtered;
  const narrowed = useMemo<TaskFilters>(() => (asTree ? { ...filters, top: true } : filters), [filters, asTree]);
  const grouping = knownGrouping(group);
  const strangers = useStrangers(grouping === 'assignee' && !unknown ? projectId : null, people.list);
  const groups = useMemo(
    () => (grouping ? groupsOf(grouping, narrowed, { statuses, milestones, labels, people, strangers }) : null),
    [grouping, narrowed, statuses, milestones, labels, people, strangers],
  );
  const view = useListLines({ projectId, sort, filters: narrowed, groups, tree: asTree });
  const { toggleTask, isOpen } = view;
  // Only what was imported has keys: a column of nothing is not shown unless it was asked for.
  const keyed = useMemo(() => view.rows.some((task) => task.sourceId !== null), [view.rows]);

  const title = useMemo<Column<Task>>(
    () => ({
      id: 'title',
      header: t`Title`,
      width: 'fill',
      sort: 'title',
      cell: (task, depth) => (
        <>
          <Above>
            <span className={css.lead} style={{ paddingInlineStart: `calc(var(--s5) * ${depth})` }}>
              {asTree ? <Expander task={task} open={isOpen(task.id)} onToggle={() => toggleTask(task.id)} /> : null}
              <StatusButton task={task} />
            </span>
          </Above>
          {editing === task.id ? <TitleInput task={task} onDone={() => setEditing(null)} /> : link(task, { children: task.title })}
          {asTree ? <SubtaskCount task={task} /> : null}
          {can(task, 'update') && editing !== task.id ? (
            <span className={css.pencil}>
              <IconButton size="sm" icon={IconPencil} label={t`Edit title of ${task.title}`} tabIndex={-1} onClick={() => setEditing(task.id)} />
            </span>
          ) : null}
        </>
      ),
    }),
    [asTree, editing, isOpen, link, toggleTask],
  );
  const columns = useMemo(() => {
    const [first, ...rest] = listColumns(chosen, { people, milestones, fields }).filter((column) => chosen !== undefined || keyed || column.id !== 'key');
    return first?.id === 'key' ? [first, title, ...rest] : [title, ...(first ? [first] : []), ...rest];
  }, [chosen, people, milestones, fields, title, keyed]);
  const onEdit = useCallback((task: Task) => {
    if (can(task, 'update')) setEditing(task.id);
  }, []);

  if (view.error) return <ErrorState error={view.error} />;
  if (view.isEmpty && (grouping === null || !filtered)) {
    return (
      <>
        {view.feeds}
        {filtered ? (
          <EmptyState
            icon={IconChecklist}
            title={<Trans>No task matches the filters</Trans>}
            actions={
              <Button onClick={onClearFilters}>
                <Trans>Clear filters</Trans>
              </Button>
            }
          />
        ) : (
          <EmptyState icon={IconChecklist} title={<Trans>No tasks yet</Trans>} actions={emptyActions}>
            <Trans>Write down what needs doing, or bring a backlog from Jira or Trello.</Trans>
          </EmptyState>
        )}
      </>
    );
  }
  return (
    <div className={css.wrap}>
      {view.feeds}
      <DataTable
        label={t`Tasks`}
        rows={view.rows}
        lines={view.lines}
        columns={columns}
        isPending={view.isPending}
        sort={sort}
        onSort={onSort}
        hasMore={view.hasMore}
        {...(view.more ? { onMore: view.more } : {})}
        selected={selected}
        onSelect={setSelected}
        rowName={(task) => task.title}
        onEdit={onEdit}
        wide={chosen !== undefined}
      />
      <BulkBar
        tasks={view.rows.filter((task) => selected.has(task.id))}
        statuses={statuses}
        milestones={milestones}
        labels={labels}
        people={people}
        onClear={() => setSelected(new Set())}
      />
    </div>
  );
}

const NO_MILESTONES: never[] = [];

/** A title that is written in its row: Enter or leaving saves, Esc takes it back; the row has the focus again. */
function TitleInput({ task, onDone }: { task: Task; onDone: () => void }) {
  const [text, setText] = useState(task.title);
  // Taking the input away may be told as a blur; it is done once.
  const done = useRef(false);
  const finish = (save: boolean) => {
    if (done.current) return;
    done.current = true;
    const title = text.trim();
    if (save && title && title !== task.title) void saveTask(task, { title });
    onDone();
  };
  return (
    <input
      className={css.titleInput}
      autoFocus
      aria-label={t`Title of ${task.title}`}
      autoComplete="off"
      value={text}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        const row = event.currentTarget.closest('[data-line]')?.getAttribute('data-line') ?? '';
        const { key } = event;
        finish(key === 'Enter');
        window.requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-line="${CSS.escape(row)}"] a`)?.focus());
      }}
    />
  );
}
