import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { addDays, dayOf, today, weekday } from '~/lib/dates';
import { formatNumber } from '~/lib/format';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { useActions } from '~/lib/actions';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { myTasksQuery, projectNamesQuery } from './api';
import type { TaskLink } from './Card';
import { Due, PriorityMark, priorityName } from './marks';
import { StatusButton } from './TaskList';
import css from './TaskList.module.css';

type Bucket = 'late' | 'today' | 'week' | 'later' | 'none';

/** Weeks end on Sunday. */
export function bucketOf(task: Pick<Task, 'dueDate'>, now: string): Bucket {
  const day = dayOf(task.dueDate);
  if (!day) return 'none';
  if (day < now) return 'late';
  if (day === now) return 'today';
  return day <= addDays(now, (7 - weekday(now)) % 7) ? 'week' : 'later';
}

/** What is open and mine, over all projects, by when it is due. */
export function MyWork({ link }: { link: TaskLink }) {
  const { user } = useMe();
  const query = useQuery(myTasksQuery(user.id));
  const projects = useQuery(projectNamesQuery());
  useLive('organization', () => void queryClient.invalidateQueries({ queryKey: key('my-tasks') }));
  const step = (by: number) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-my-task]')];
    rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(document.activeElement as HTMLElement) + by))]?.focus();
  };
  useActions([
    { id: 'list.next', label: t`Next row`, group: t`List`, keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: t`Previous row`, group: t`List`, keys: 'k', keyOnly: true, run: () => step(-1) },
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
    return (
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
  const now = today();
  const buckets = Map.groupBy(query.data, (task) => bucketOf(task, now));
  return (
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
              <Line key={task.id} task={task} link={link} project={projects.data?.get(task.projectId)} />
            ))}
          </section>
        );
      })}
    </div>
  );
}

function Line({ task, link, project }: { task: Task; link: TaskLink; project: string | undefined }) {
  const day = dayOf(task.dueDate);
  return (
    <div style={{ display: 'contents' }}>
      {link(task, {
        'data-my-task': task.id,
        className: css.line,
        children: (
          <>
            <span role="img" aria-label={priorityName(task.priority)}>
              <PriorityMark priority={task.priority} />
            </span>
            <StatusGlyph task={task} />
            <span className={css.text}>{task.title}</span>
            <span className={css.where}>{project}</span>
            <span className={css.when}>{day ? <Due day={day} open /> : null}</span>
          </>
        ),
      })}
    </div>
  );
}

function StatusGlyph({ task }: { task: Task }) {
  return <StatusButton task={{ ...task, abilities: [] }} />;
}
