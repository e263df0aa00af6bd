import { t } from '@lingui/core/macro';
import { IconCopy, IconLink, IconTrash, IconCircleCheck, IconRotate } from '@tabler/icons-react';
import type { Action } from '~/lib/actions';
import type { Task } from '~/lib/models';
import { can } from '~/lib/policy';
import { toast, toastProblem } from '~/ui/toast';
import { canWork, isDone } from './filters';
import { changeTask, deleteTask } from './write';

async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch (error) {
    toastProblem(t`It could not be copied.`, error);
  }
}

/** What can be done with one task: the panel's menu, the palette and the keys show these same objects. */
export function taskActions(task: Task, url: string, onDeleted: () => void): Action[] {
  const done = isDone(task.status);
  const group = t`Task`;
  return [
    {
      id: 'task.done',
      label: done ? t`Open again` : t`Mark as done`,
      group,
      keys: 'shift+d',
      icon: done ? IconRotate : IconCircleCheck,
      enabled: canWork(task),
      run: () => void changeTask(task, { status: done ? 'todo' : 'done' }),
    },
    { id: 'task.link', label: t`Copy link`, group, keys: 'shift+l', icon: IconLink, run: () => void copy(url, t`Link copied`) },
    { id: 'task.copy', label: t`Copy title`, group, icon: IconCopy, run: () => void copy(task.title, t`Title copied`) },
    {
      id: 'task.delete',
      label: t`Delete task`,
      group,
      keys: 'shift+delete',
      icon: IconTrash,
      danger: true,
      enabled: can(task, 'delete'),
      run: () => {
        onDeleted();
        void deleteTask(task);
      },
    },
  ];
}
