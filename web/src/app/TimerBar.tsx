import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { IconPlayerStop } from '@tabler/icons-react';
import { projectQuery } from '~/features/projects/api';
import { taskQuery } from '~/features/tasks/api';
import { useActions } from '~/lib/actions';
import { formatMinutes } from '~/lib/duration';
import type { TimeEntry } from '~/lib/models';
import { formatClock, stopTimer, useNow, useTimer } from '~/lib/time';
import { IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { toast, toastProblem } from '~/ui/toast';
import css from './Frame.module.css';
import timer from './TimerBar.module.css';

/** The timer that runs, wherever one is: what it counts, how long, and a way to stop it. */
export function TimerBar() {
  const running = useTimer();
  const stop = () => {
    if (!running) return;
    stopTimer(running).then(
      (entry) => {
        const length = formatMinutes(entry.minutes);
        toast(entry.capped ? t`The timer ran longer than 24 hours and was ended there. Please check it.` : t`${length} logged`);
      },
      (error: unknown) => toastProblem(t`The timer was not stopped.`, error),
    );
  };
  useActions([{ id: 'timer.stop', label: t`Stop the timer`, group: t`Time`, icon: IconPlayerStop, enabled: running !== null, run: stop }]);
  return running ? <Running entry={running} onStop={stop} /> : null;
}

function Running({ entry, onStop }: { entry: TimeEntry; onStop: () => void }) {
  const { org } = useParams({ from: '/o/$org' });
  const now = useNow(true);
  const task = useQuery({ ...taskQuery(entry.taskId ?? ''), enabled: entry.taskId !== null }).data;
  const project = useQuery({ ...projectQuery(entry.projectId), enabled: entry.taskId === null }).data;
  const name = task?.title ?? project?.name ?? '…';
  const content = (
    <>
      <i aria-hidden className={timer.dot} />
      <span className={cx(css.cut, css.wide)}>{name}</span>
    </>
  );
  return (
    <section className={timer.bar} aria-label={t`Running timer`}>
      {entry.taskId ? (
        <Link to="/o/$org/projects/$projectId/tasks/$taskId" params={{ org, projectId: entry.projectId, taskId: entry.taskId }} className={timer.what} title={name}>
          {content}
        </Link>
      ) : (
        <Link to="/o/$org/projects/$projectId" params={{ org, projectId: entry.projectId }} className={timer.what} title={name}>
          {content}
        </Link>
      )}
      <time className={timer.clock} role="timer">
        <span className="sr">
          <Trans>Running for</Trans>{' '}
        </span>
        {formatClock(entry.startedAt, now)}
      </time>
      <IconButton size="sm" icon={IconPlayerStop} label={t`Stop the timer`} onClick={onStop} />
    </section>
  );
}
