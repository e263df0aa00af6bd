import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCheck, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { dayOf, today } from '~/lib/dates';
import { formatNumber } from '~/lib/format';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { useActions } from '~/lib/actions';
import { type Selection, selectsOnShift, useSelection } from '~/lib/selection';
import { endOfWeek } from '~/lib/taskFilters';
import { Button, IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { Stage } from '~/ui/Stage';
import { toast } from '~/ui/toast';
import { myTasksQuery, projectNamesQuery } from './api';
import type { TaskLink } from './Card';
import { canWork, isFiltered, type TaskFilters } from './filters';
import { Due, PriorityMark, priorityName } from './marks';
import { StatusButton } from './StatusButton';
import css from './TaskList.module.css';
import { saveTask } from './write';

// It comes with the first task that is selected.
const TaskSelection = lazy(() => import('./TaskSelection').then((module) => ({ default: module.TaskSelection })));

type Bucket = 'late' | 'today' | 'week' | 'later' | 'none';

/** Weeks end on Sunday. */
export function bucketOf(task: Pick<Task, 'dueDate'>, now: string): Bucket {
  const day = dayOf(task.dueDate);
  if (!day) return 'none';
  if (day < now) return 'late';
  if (day === now) return 'today';
  return day <= endOfWeek(now) ? 'week' : 'later';
}

/** Done with one press; the message takes it back. The status it had is put back as it was, a project's own one too. */
function complete(task: Task): void {
  const before = task.statusId ? { statusId: task.statusId, status: task.status } : { status: task.status };
  void saveTask(task, { status: 'done' }).then((saved) => {
    if (saved) toast(t`“${task.title}” is done`, () => void saveTask(task, before, true));
  });
}

interface Props {
  /** Resolved: as requests have them. */
  filters: TaskFilters;
  onClearFilters: () => void;
  link: TaskLink;
}

/** What is open and mine, over all projects, by when it is due. */
export function MyWork({ filters, onClearFilters, link }: Props) {
  const { user } = useMe();
  const query = useQuery(myTasksQuery(user.id, filters));
  const projects = useQuery(projectNamesQuery());
  useLive('organization', () => void queryClient.invalidateQueries({ queryKey: key('my-tasks') }));
  const now = today();
  const buckets = useMemo(() => Map.groupBy(query.data ?? [], (task) => bucketOf(task, now)), [query.data, now]);
  const selection = useSelection();
  const step = (by: number) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-my-task]')];
    rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(document.activeElement as HTMLElement) + by))]?.focus();
  };
  const focused = () => {
    const id = document.activeElement?.getAttribute('data-my-task');
    return query.data?.find((other) => other.id === id);
  };
  const select = () => {
    const task = focused();
    if (task) selection.toggle(task);
  };
  const completeFocused = () => {
    const task = focused();
    if (task && canWork(task)) complete(task);
  };
  useActions([
    { id: 'list.next', label: t`Next row`, group: t`List`, keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: t`Previous row`, group: t`List`, keys: 'k', keyOnly: true, run: () => step(-1) },
    { id: 'list.select', label: t`Select the task`, group: t`List`, keys: 'x', keyOnly: true, run: select },
    { id: 'task.done', label: t`Mark as done`, group: t`Task`, keys: 'shift+d', keyOnly: true, run: completeFocused },
  ]);
  if (query.isPending) {
    return (
      <div className={css.groups} aria-busy>
        {['52%', '38%', '61%', '45%'].map((width) => (
          <div key={width} className={css.line}>
            <Bone w={width} />
          </div>
        ))}
      </div>
    );
  }
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState
        icon={IconCircleCheck}
        title={<Trans>Nothing of yours matches the filters</Trans>}
        actions={
          <Button onClick={onClearFilters}>
            <Trans>Clear filters</Trans>
          </Button>
        }
      />
    ) : (
      <EmptyState icon={IconCircleCheck} title={<Trans>Nothing is waiting for you</Trans>}>
        <Trans>Open tasks that are assigned to you, in any project, come together here.</Trans>
      </EmptyState>
    );
  }
  const names: [Bucket, string][] = [
    ['late', t`Overdue`],
    ['today', t`Today`],
    ['week', t`This week`],
    ['later', t`Later`],
    ['none', t`No due date`],
  ];
  return (
    <Stage>
    <div className={css.groups}>
      {names.map(([bucket, name]) => {
        const tasks = buckets.get(bucket);
        if (!tasks) return null;
        return (
          <section key={bucket} aria-label={name}>
            <h2 className={css.groupHead}>
              {name}
              <span className={css.number}>{formatNumber(tasks.length)}</span>
            </h2>
            {tasks.map((task) => (
              <Line key={task.id} task={task} link={link} project={projects.data?.get(task.projectId)} selection={selection} />
            ))}
          </section>
        );
      })}
    </div>
      {selection.tasks.size > 0 ? (
        <Suspense fallback={null}>
          <TaskSelection projectId={null} selection={selection} />
        </Suspense>
      ) : null}
    </Stage>
  );
}

function Line({ task, link, project, selection }: { task: Task; link: TaskLink; project: string | undefined; selection: Selection }) {
  const day = dayOf(task.dueDate);
  return (
    <div className={cx(css.line, selection.tasks.has(task.id) && css.selected)}>
      {canWork(task) ? <IconButton size="sm" icon={IconCheck} className={css.tick} label={t`Mark “${task.title}” as done`} onClick={() => complete(task)} /> : null}
      <span role="img" aria-label={priorityName(task.priority)} className={css.lead}>
        <PriorityMark priority={task.priority} />
      </span>
      <span className={css.above}>
        <StatusButton task={task} />
      </span>
      {link(task, { 'data-my-task': task.id, className: css.text, onClick: selectsOnShift(() => selection.toggle(task)), children: task.title })}
      {selection.tasks.has(task.id) ? <span className="sr">{t`selected`}</span> : null}
      <span className={css.where}>{project}</span>
      <span className={css.when}>{day ? <Due day={day} open /> : null}</span>
    </div>
  );
}
