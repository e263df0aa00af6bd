import { t } from '@lingui/core/macro';
import { useState } from 'react';
import type { Task } from '~/lib/models';
import { Picker } from '~/ui/Picker';
import { canWork } from './filters';
import { StatusMark } from './marks';
import { changeFor, choicesFor, nameOf, useStatusesOf } from './statuses';
import css from './TaskList.module.css';
import { saveTask } from './write';

/** The status at the start of a row; a press changes it in place. */
export function StatusButton({ task }: { task: Task }) {
  const own = useStatusesOf(task);
  const [used, setUsed] = useState(false);
  const name = nameOf(task, own);
  const mark = <StatusMark status={task.status} />;
  if (!canWork(task)) {
    return (
      <span className={css.mark} role="img" aria-label={name}>
        {mark}
      </span>
    );
  }
  const button = { className: css.mark, 'aria-label': t`Status of ${task.title}: ${name}` };
  // A long list has one in each row: the list behind it is made when it is first wanted.
  if (!used) {
    return (
      <button {...button} type="button" aria-haspopup="listbox" aria-expanded={false} onClick={() => setUsed(true)}>
        {mark}
      </button>
    );
  }
  return (
    <Picker
      label={t`Status of ${task.title}`}
      options={choicesFor(task, own)}
      selected={[task.statusId ?? task.status]}
      onPick={(value) => void saveTask(task, changeFor(value, own))}
      defaultOpen
      trigger={(toggle) => (
        <button {...button} type="button" autoFocus onClick={toggle}>
          {mark}
        </button>
      )}
    />
  );
}
