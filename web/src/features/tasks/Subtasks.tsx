import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { formatMinutes } from '~/lib/duration';
import { formatPercent } from '~/lib/format';
import type { Task } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { can, useMay } from '~/lib/policy';
import { totalsOf } from '~/lib/totals';
import { Avatar } from '~/ui/Avatar';
import { Section } from '~/ui/Panel';
import { AddLine } from './AddLine';
import { subtasksQuery } from './api';
import type { TaskLink } from './Card';
import { isDone } from './filters';
import css from './panel.module.css';
import parts from './parts.module.css';
import { StatusButton } from './StatusButton';
import { createTask } from './write';

export function Subtasks({ task, link }: { task: Task; link: TaskLink }) {
  const { data: subtasks = [] } = useQuery(subtasksQuery(task.id));
  const { byId } = usePeople();
  const stranger = useStranger();
  const may = useMay();
  const editable = can(task, 'update') && may('tasks', 'create');
  const done = subtasks.filter((subtask) => isDone(subtask.status)).length;
  if (subtasks.length === 0 && !editable) return null;
  return (
    <Section title={t`Subtasks`} count={subtasks.length > 0 ? `${done}/${subtasks.length}` : undefined}>
      <Totals task={task} />
      <ul className={css.items}>
        {subtasks.map((subtask) => (
          <li key={subtask.id} className={css.sub}>
            <StatusButton task={subtask} />
            {link(subtask, { children: subtask.title })}
            {subtask.assigneeId ? <Avatar user={byId.get(subtask.assigneeId)} none={stranger} /> : null}
          </li>
        ))}
      </ul>
      {editable ? (
        <AddLine label={t`Add a subtask`} refused={t`The subtask was not added.`} onAdd={(title) => createTask({ projectId: task.projectId, parentId: task.id, title })} />
      ) : null}
    </Section>
  );
}

/** What lies below, gathered. */
function Totals({ task }: { task: Task }) {
  const totals = totalsOf(task);
  if (!totals) return null;
  return (
    <p className={parts.totals}>
      <span>
        <Trans>
          Progress <b>{formatPercent(totals.progress)}</b>
        </Trans>
      </span>
      {totals.estimateMinutes > 0 ? (
        <span>
          <Trans>
            Estimate <b>{formatMinutes(totals.estimateMinutes)}</b>
          </Trans>
        </span>
      ) : null}
      {totals.loggedMinutes > 0 ? (
        <span>
          <Trans>
            Logged <b>{formatMinutes(totals.loggedMinutes)}</b>
          </Trans>
        </span>
      ) : null}
    </p>
  );
}
