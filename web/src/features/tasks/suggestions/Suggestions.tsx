import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconSparkles } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { api, ok } from '~/lib/client';
import { formatMinutes } from '~/lib/duration';
import { formatNumber, formatPercent } from '~/lib/format';
import type { Task } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Button } from '~/ui/Button';
import { Section } from '~/ui/Panel';
import { Time } from '~/ui/Time';
import { toastProblem } from '~/ui/toast';
import { upsertTask } from '../cache';
import { isDone } from '../filters';
import { createTask, saveTask } from '../write';
import { readSuggestions, type Suggestions as Made } from './read';
import css from './suggestions.module.css';

/** What finished tasks like this one say about it: who, how much, which parts, how late. Each is taken by one press. */
export function Suggestions({ task }: { task: Task }) {
  const [busy, setBusy] = useState(false);
  const made = readSuggestions(task.aiSuggestions);
  if (!can(task, 'update') || (isDone(task.status) && !made)) return null;
  const compute = async () => {
    setBusy(true);
    try {
      upsertTask(await ok(api.POST('/api/project/tasks/{id}/suggest', { params: { path: { id: task.id } } })));
    } catch (error) {
      toastProblem(t`Nothing was suggested.`, error);
    }
    setBusy(false);
  };
  return (
    <Section
      title={t`Suggestions`}
      end={
        <Button size="sm" look="quiet" icon={IconSparkles} busy={busy} onClick={() => void compute()}>
          {made ? <Trans>Compute again</Trans> : <Trans>Suggest</Trans>}
        </Button>
      }
    >
      {made ? <Shown task={task} made={made} /> : null}
    </Section>
  );
}

function Shown({ task, made }: { task: Task; made: Made }) {
  const { byId } = usePeople();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const lines: ReactNode[] = [];
  const { assignee, estimate, delay } = made;
  if (assignee && assignee.userId !== task.assigneeId && byId.has(assignee.userId)) {
    const name = personName(byId.get(assignee.userId));
    lines.push(
      <Line key="assignee" confidence={assignee.confidence} action={t`Assign ${name}`} onTake={() => void saveTask(task, { assigneeId: assignee.userId })}>
        <strong>{name}</strong>
        <span className={css.why}>
          <Plural value={assignee.alike} one="did # task like it" other="did # tasks like it" />, <Plural value={assignee.openTasks} _0="has nothing open" one="has # open" other="has # open" />
        </span>
      </Line>,
    );
  }
  if (estimate && estimate.minutes !== task.estimateMinutes) {
    const [low, high] = [formatMinutes(estimate.low), formatMinutes(estimate.high)];
    lines.push(
      <Line
        key="estimate"
        confidence={estimate.confidence}
        action={t`Estimate ${formatMinutes(estimate.minutes)}`}
        onTake={() => void saveTask(task, { estimateMinutes: estimate.minutes })}
      >
        <strong>{formatMinutes(estimate.minutes)}</strong>
        <span className={css.why}>
          <Plural value={estimate.tasks} one="from # task like it" other="from # tasks like it" />; <Trans>half of them took {low} to {high}</Trans>
        </span>
      </Line>,
    );
  }
  for (const part of made.subtasks.filter((one) => !added.has(one.title))) {
    lines.push(
      <Line
        key={`part ${part.title}`}
        confidence={part.confidence}
        action={t`Add subtask “${part.title}”`}
        onTake={() => {
          setAdded(new Set([...added, part.title]));
          createTask({ projectId: task.projectId, parentId: task.id, title: part.title }).catch((error: unknown) => toastProblem(t`“${part.title}” was not added.`, error));
        }}
      >
        <strong>{part.title}</strong>
        <span className={css.why}>
          <Trans>a subtask of tasks like it</Trans>
        </span>
      </Line>,
    );
  }
  if (delay && delay.days80 >= 1) {
    const [half, most] = [formatNumber(Math.round(delay.days50)), formatNumber(Math.round(delay.days80))];
    lines.push(
      <Line key="delay" confidence={delay.confidence}>
        {delay.days50 >= 1 ? (
          <Trans>
            Likely {half} to {most} days late
          </Trans>
        ) : (
          <Trans>Likely in time; up to {most} days late in one case of five</Trans>
        )}
        <span className={css.why}>
          <Plural value={delay.samples} one="from # finished task" other="from # finished tasks" />
        </span>
      </Line>,
    );
  }
  return (
    <>
      {lines.length > 0 ? (
        <ul className={css.lines}>{lines}</ul>
      ) : (
        <p className={css.why}>{made.looked < 3 ? <Trans>Too few finished tasks to learn from yet.</Trans> : <Trans>Nothing to add: finished tasks say nothing else about this one.</Trans>}</p>
      )}
      {made.computedAt ? (
        <p className={css.why}>
          <Trans>
            Computed <Time at={made.computedAt} relative />
          </Trans>
        </p>
      ) : null}
    </>
  );
}

function Line({ confidence, action, onTake, children }: { confidence: number; action?: string; onTake?: () => void; children: ReactNode }) {
  const number = formatPercent(confidence * 100);
  return (
    <li className={css.line}>
      <span className={css.words}>{children}</span>
      <span className={css.why} title={t`How far to trust it`}>
        <span className="sr">
          <Trans>Confidence</Trans>{' '}
        </span>
        {number}
      </span>
      {onTake ? (
        <Button size="sm" aria-label={action} onClick={onTake}>
          <Trans>Use</Trans>
        </Button>
      ) : null}
    </li>
  );
}
