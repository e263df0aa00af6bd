import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconChecklist, IconTrash, IconX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { dayOf } from '~/lib/dates';
import type { Task, TaskStatus } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { can } from '~/lib/policy';
import { flatten } from '~/lib/query';
import { Person } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { Above, type Column, DataTable } from '~/ui/DataTable';
import { Picker } from '~/ui/Picker';
import { EmptyState, ErrorState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { DEFAULT_SORT, listQuery } from './api';
import { canWork, isDone, isFiltered, type TaskFilters } from './filters';
import { Due, PriorityMark, priorityName, StatusMark, statusName, statusOptions } from './marks';
import css from './TaskList.module.css';
import { changeTask, deleteTask } from './write';
import type { TaskLink } from './Card';

interface Props {
  projectId: string;
  filters: TaskFilters;
  onClearFilters: () => void;
  sort: string | undefined;
  onSort: (sort: string) => void;
  link: TaskLink;
  /** The first step when there is nothing: create or import. */
  emptyActions: ReactNode;
}

/** The tasks of a project as a table. */
export function TaskList({ projectId, filters, onClearFilters, sort = DEFAULT_SORT, onSort, link, emptyActions }: Props) {
  const query = useInfiniteQuery(listQuery(projectId, filters, sort));
  const { byId } = usePeople();
  const stranger = useStranger();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const tasks = useMemo(() => flatten(query.data), [query.data]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  const columns = useMemo<Column<Task>[]>(
    () => [
      { id: 'key', header: t`Key`, width: 'sm', from: 900, cell: (task) => <span className={css.number}>{task.sourceId}</span> },
      {
        id: 'title',
        header: t`Title`,
        width: 'fill',
        sort: 'title',
        cell: (task) => (
          <>
            <Above>
              <StatusButton task={task} />
            </Above>
            {link(task, { children: task.title })}
          </>
        ),
      },
      {
        id: 'priority',
        header: t`Priority`,
        width: 'sm',
        sort: '-priority',
        from: 760,
        cell: (task) =>
          task.priority ? (
            <>
              <PriorityMark priority={task.priority} />
              {priorityName(task.priority)}
            </>
          ) : null,
      },
      { id: 'assignee', header: t`Assignee`, width: 'md', from: 640, cell: (task) => (task.assigneeId ? <Person user={byId.get(task.assigneeId)} none={stranger} /> : null) },
      {
        id: 'due',
        header: t`Due`,
        width: 'sm',
        sort: 'dueDate',
        cell: (task) => {
          const day = dayOf(task.dueDate);
          return day ? <Due day={day} open={!isDone(task.status)} /> : null;
        },
      },
      { id: 'created', header: t`Created`, width: 'sm', sort: 'createdAt', from: 1000, cell: (task) => <Time at={task.createdAt} relative /> },
    ],
    [byId, link, stranger],
  );

  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isSuccess && tasks.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState icon={IconChecklist} title={<Trans>No task matches the filters</Trans>} actions={<Button onClick={onClearFilters}><Trans>Clear filters</Trans></Button>} />
    ) : (
      <EmptyState icon={IconChecklist} title={<Trans>No tasks yet</Trans>} actions={emptyActions}>
        <Trans>Write down what needs doing, or bring a backlog from Jira or Trello.</Trans>
      </EmptyState>
    );
  }
  const chosen = tasks.filter((task) => selected.has(task.id));
  return (
    <div className={css.wrap}>
      <DataTable
        label={t`Tasks`}
        rows={tasks}
        columns={columns}
        isPending={query.isPending}
        sort={sort}
        onSort={onSort}
        hasMore={hasNextPage}
        onMore={more}
        selected={selected}
        onSelect={setSelected}
        rowName={(task) => task.title}
      />
      {chosen.length > 0 ? <Selection tasks={chosen} onClear={() => setSelected(new Set())} /> : null}
    </div>
  );
}

/** The status at the start of a row; a press changes it in place. */
export function StatusButton({ task }: { task: Task }) {
  const name = statusName(task.status);
  const mark = <StatusMark status={task.status} />;
  if (!canWork(task)) {
    return (
      <span className={css.mark} role="img" aria-label={name}>
        {mark}
      </span>
    );
  }
  return (
    <Picker
      label={t`Status of ${task.title}`}
      options={statusOptions()}
      selected={[task.status]}
      onPick={(status) => void changeTask(task, { status: status as TaskStatus })}
      trigger={(toggle) => (
        <button type="button" className={css.mark} aria-label={t`Status of ${task.title}: ${name}`} onClick={toggle}>
          {mark}
        </button>
      )}
    />
  );
}

function Selection({ tasks, onClear }: { tasks: Task[]; onClear: () => void }) {
  const editable = tasks.filter(canWork);
  const deletable = tasks.filter((task) => can(task, 'delete'));
  const count = tasks.length;
  return (
    <div className={css.selection} role="toolbar" aria-label={t`Selected tasks`}>
      <strong>
        <Plural value={count} one="# selected" other="# selected" />
      </strong>
      {editable.length > 0 ? (
        <Picker
          label={t`Status`}
          options={statusOptions()}
          selected={[]}
          onPick={(status) => {
            for (const task of editable) void changeTask(task, { status: status as TaskStatus });
            onClear();
          }}
          trigger={(toggle) => (
            <Button look="quiet" size="sm" onClick={toggle}>
              <Trans>Set status</Trans>
            </Button>
          )}
        />
      ) : null}
      {deletable.length > 0 ? (
        <Button
          look="quiet"
          size="sm"
          icon={IconTrash}
          onClick={() => {
            for (const task of deletable) void deleteTask(task);
            onClear();
          }}
        >
          <Trans>Delete</Trans>
        </Button>
      ) : null}
      <IconButton size="sm" icon={IconX} label={t`Clear selection`} onClick={onClear} />
    </div>
  );
}
