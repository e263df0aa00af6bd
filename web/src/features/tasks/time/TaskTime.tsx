import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlayerPlay, IconPlayerStop, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { formatMoment } from '~/lib/dates';
import { formatMinutes, parseMinutes } from '~/lib/duration';
import type { Task, TimeEntry } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { formatClock, logTime, removeTime, sameTime, startTimer, stopTimer, timeQuery, useMayLogTime, useNow, useTimer } from '~/lib/time';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { Section } from '~/ui/Panel';
import { Progress } from '~/ui/Pill';
import { toast, toastProblem } from '~/ui/toast';
import css from './time.module.css';

const SHOWN = 5;

/** Time on one task: a timer, time logged afterwards, and what was logged so far against the estimate. */
export function TaskTime({ task }: { task: Task }) {
  const mayLog = useMayLogTime();
  return mayLog ? <Loaded task={task} /> : null;
}

function Loaded({ task }: { task: Task }) {
  const entries = useQuery(timeQuery({ taskId: task.id })).data ?? [];
  const [all, setAll] = useState(false);
  const works = can(task, 'work');
  const ended = entries.filter((entry) => entry.endedAt !== null);
  const shown = all ? ended : ended.slice(0, SHOWN);
  if (!works && task.loggedMinutes === 0 && ended.length === 0) return null;
  return (
    <Section title={t`Time`} count={task.loggedMinutes > 0 ? formatMinutes(task.loggedMinutes) : undefined} end={works ? <Timer task={task} /> : null}>
      {task.estimateMinutes ? (
        <p className={css.against}>
          <Progress percent={(task.loggedMinutes / task.estimateMinutes) * 100} label={t`Logged of the estimate`} showNumber={false} />
          <Trans>
            {formatMinutes(task.loggedMinutes)} of {formatMinutes(task.estimateMinutes)} estimated
          </Trans>
        </p>
      ) : null}
      {shown.length > 0 ? (
        <ul className={css.rows}>
          {shown.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : null}
      {ended.length > SHOWN && !all ? (
        <Button look="quiet" size="sm" onClick={() => setAll(true)}>
          <Trans>Show all</Trans>
        </Button>
      ) : null}
      {works ? <QuickLog task={task} /> : null}
    </Section>
  );
}

function Timer({ task }: { task: Task }) {
  const timer = useTimer();
  const here = timer?.taskId === task.id ? timer : null;
  const now = useNow(here !== null);
  if (here) {
    return (
      <Button size="sm" icon={IconPlayerStop} onClick={() => void stopTimer(here).catch((error: unknown) => toastProblem(t`The timer was not stopped.`, error))}>
        <Trans>Stop</Trans> <span className={css.clock}>{formatClock(here.startedAt, now)}</span>
      </Button>
    );
  }
  return (
    <Button size="sm" icon={IconPlayerPlay} onClick={() => void startTimer({ taskId: task.id }).catch((error: unknown) => toastProblem(t`The timer was not started.`, error))}>
      <Trans>Start timer</Trans>
    </Button>
  );
}

function Row({ entry }: { entry: TimeEntry }) {
  const { byId } = usePeople();
  const name = personName(byId.get(entry.userId));
  const when = formatMoment(entry.startedAt);
  const remove = () => {
    removeTime(entry).then(
      () => toast(t`Time removed`, () => void logTime(sameTime(entry)).catch((error: unknown) => toastProblem(t`It could not be brought back.`, error))),
      (error: unknown) => toastProblem(t`The time was not removed.`, error),
    );
  };
  return (
    <li className={css.row}>
      <Mark id={entry.userId} name={name} />
      <span className={css.when}>{when}</span>
      <span className={css.note}>{entry.note}</span>
      <span className={css.length}>{formatMinutes(entry.minutes)}</span>
      {can(entry, 'delete') ? <IconButton size="sm" icon={IconTrash} label={t`Remove the time of ${when}`} onClick={remove} /> : null}
    </li>
  );
}

/** Time that has just been worked, typed in words: it ends now. */
function QuickLog({ task }: { task: Task }) {
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const minutes = parseMinutes(typed);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!minutes || busy) return;
    setBusy(true);
    try {
      await logTime({ taskId: task.id, startedAt: new Date(Date.now() - minutes * 60_000).toISOString(), minutes, ...(note.trim() ? { note: note.trim() } : {}) });
      setTyped('');
      setNote('');
    } catch (error) {
      toastProblem(t`The time was not logged.`, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={css.log} onSubmit={(event) => void submit(event)} aria-label={t`Log time`}>
      <input className={css.minutes} value={typed} aria-label={t`Time worked`} aria-invalid={minutes === undefined || undefined} placeholder={t`1h 30m`} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      <input className={css.text} value={note} aria-label={t`Note`} placeholder={t`What was done`} autoComplete="off" maxLength={500} onChange={(event) => setNote(event.target.value)} />
      <Button size="sm" type="submit" disabled={!minutes} busy={busy}>
        <Trans>Log time</Trans>
      </Button>
    </form>
  );
}
