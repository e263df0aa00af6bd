import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { api, ok } from '~/lib/client';
import type { Task, TaskDependents } from '~/lib/models';
import { can } from '~/lib/policy';
import { isStatus } from '~/lib/problem';
import type { FieldErrors } from '~/lib/save';
import { Button, IconButton } from '~/ui/Button';
import { InlineText } from '~/ui/InlineText';
import { MarkdownText } from '~/ui/MarkdownText';
import { Menu } from '~/ui/Menu';
import { ConflictNotice, Panel, Section } from '~/ui/Panel';
import { Bone, ErrorState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { toastProblem } from '~/ui/toast';
import { taskActions } from './actions';
import { taskQuery } from './api';
import type { TaskLink } from './Card';
import { Checklist } from './Checklist';
import { DeleteTask, isAlone } from './DeleteTask';
import { fieldNames } from './fieldNames';
import css from './panel.module.css';
import { Subtasks } from './Subtasks';
import { Suggestions } from './suggestions/Suggestions';
import { TaskParts } from './TaskParts';
import { TaskProperties } from './TaskProperties';
import { TaskTime } from './time/TaskTime';
import { useTaskLive, useTasksLive } from './live';
import { changeTask, type TaskChange, type TaskConflict } from './write';

interface Props {
  taskId: string;
  link: TaskLink;
  whole: boolean;
  onWhole: (whole: boolean) => void;
  onClose: () => void;
}

/** A task with everything in it, beside the list or whole. */
export function TaskPanel({ taskId, link, whole, onWhole, onClose }: Props) {
  const { data: task, error, refetch } = useQuery(taskQuery(taskId));
  useTasksLive(task?.projectId ?? null);
  useTaskLive(taskId);
  const frame = { whole, onWhole, onClose };
  if (error && (!task || isStatus(error, 404))) {
    return (
      <Panel {...frame} label={t`Task`} where={null}>
        <ErrorState error={error} onRetry={() => void refetch()} home={<Button onClick={onClose}><Trans>Close</Trans></Button>} />
      </Panel>
    );
  }
  if (!task) {
    return (
      <Panel {...frame} label={t`Task`} where={<Bone w="var(--col-sm)" />}>
        <PanelBones />
      </Panel>
    );
  }
  return <Loaded key={task.id} task={task} link={link} frame={frame} />;
}

type Frame = Pick<Props, 'whole' | 'onWhole' | 'onClose'>;

function Loaded({ task, link, frame }: { task: Task; link: TaskLink; frame: Frame }) {
  const [hanging, setHanging] = useState<TaskDependents | null>(null);
  const [conflict, setConflict] = useState<TaskConflict | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const title = useRef<HTMLTextAreaElement>(null);
  const parent = useQuery({ ...taskQuery(task.parentId ?? ''), enabled: task.parentId !== null });
  const editable = can(task, 'update');
  const change = (wanted: TaskChange, base: Task = task, force = false) => {
    setErrors({});
    void changeTask(base, wanted, { force, onFields: setErrors }).then((outcome) => setConflict(outcome.conflict));
  };
  const given = taskActions(task, `${window.location.origin}${window.location.pathname}`, frame.onClose);
  const remove = given.find((action) => action.id === 'task.delete');
  /** What hangs on it is shown first; a task with nothing is deleted at once, and can be taken back. */
  const askAndRemove = async () => {
    try {
      const found = await ok(api.GET('/api/project/tasks/{id}/dependents', { params: { path: { id: task.id } } }));
      if (isAlone(found)) remove?.run();
      else setHanging(found);
    } catch (error) {
      toastProblem(t`“${task.title}” was not deleted.`, error);
    }
  };
  const actions = given.map((action) => (action === remove ? { ...action, run: () => void askAndRemove() } : action));
  useActions([
    ...actions,
    {
      id: 'task.edit',
      label: t`Edit title`,
      group: t`Task`,
      keys: 'e',
      enabled: editable,
      run: () => {
        title.current?.focus();
        title.current?.select();
      },
    },
  ]);
  const where = (
    <>
      {task.sourceId ? <span className={css.number}>{task.sourceId}</span> : parent.data ? null : <Trans>Task</Trans>}
      {parent.data ? (
        <>
          <Trans>under</Trans> {link(parent.data, { className: css.parent, children: parent.data.title })}
        </>
      ) : null}
    </>
  );
  const keptText = conflict?.change.description;
  return (
    <Panel
      {...frame}
      label={task.title}
      where={where}
      actions={<Menu trigger={<IconButton icon={IconDots} label={t`Task actions`} />} groups={[{ items: actions.filter((action) => !action.danger) }, { items: actions.filter((action) => action.danger) }]} />}
    >
      {conflict ? <ConflictNotice fields={fieldNames(conflict.change)} onMine={() => change(conflict.change, conflict.theirs, true)} onTheirs={() => setConflict(null)} /> : null}
      <InlineText look="title" value={task.title} label={t`Title`} readOnly={!editable} focusRef={title} onSave={(next) => change({ title: next })} />
      <TaskProperties task={task} errors={errors} onChange={change} />
      <Section title={t`Description`}>
        <MarkdownText record={task} kind="task" editable={editable} kept={keptText ?? null} onSave={(description, base) => change({ description }, base)} />
      </Section>
      <Subtasks task={task} link={link} />
      <Checklist task={task} />
      <Suggestions task={task} />
      <TaskParts task={task} link={link} time={<TaskTime task={task} />} />
      <DeleteTask task={task} hanging={hanging} onClose={() => setHanging(null)} onDelete={() => remove?.run()} />
      <p className={css.foot}>
        <Trans>
          Created <Time at={task.createdAt} />, changed <Time at={task.updatedAt} relative />
        </Trans>
      </p>
    </Panel>
  );
}

function PanelBones() {
  return (
    <div aria-busy style={{ display: 'grid', gap: 'var(--s4)' }}>
      <Bone w="70%" h="var(--s6)" />
      <Bone w="45%" />
      <Bone w="38%" />
      <Bone w="52%" />
      <Bone h="var(--s16)" />
    </div>
  );
}
