import { plural } from '@lingui/core/macro';
import type { Task, TaskDependents } from '~/lib/models';
import { DeleteDialog } from '~/ui/DeleteDialog';

interface Props {
  task: Task;
  /** What hangs on it; null while nothing is asked. */
  hanging: TaskDependents | null;
  onClose: () => void;
  onDelete: () => void;
}

/** Whether anything would be out of sight with the task. */
export function isAlone(hanging: TaskDependents): boolean {
  return Object.values(hanging).every((count) => count === 0);
}

/** Shows what hangs on a task before it is deleted. */
export function DeleteTask({ task, hanging, onClose, onDelete }: Props) {
  const lines = hanging
    ? [
        hanging.subtasks > 0 && plural(hanging.subtasks, { one: '# subtask', other: '# subtasks' }),
        hanging.checklistLines > 0 && plural(hanging.checklistLines, { one: '# step of its checklist', other: '# steps of its checklist' }),
        hanging.comments > 0 && plural(hanging.comments, { one: '# comment', other: '# comments' }),
        hanging.attachments > 0 && plural(hanging.attachments, { one: '# file', other: '# files' }),
        hanging.timeEntries > 0 && plural(hanging.timeEntries, { one: '# entry of logged time', other: '# entries of logged time' }),
        hanging.dependencies > 0 && plural(hanging.dependencies, { one: '# dependency', other: '# dependencies' }),
      ].filter((line) => line !== false)
    : [];
  return <DeleteDialog open={hanging !== null} name={task.title} lines={lines} onClose={onClose} onDelete={onDelete} />;
}
