import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { toastProblem } from '~/ui/toast';
import css from './board.module.css';
import type { BoardColumn } from './columns';
import { createTask } from './write';

interface Props {
  projectId: string;
  column: Pick<BoardColumn, 'status' | 'statusId' | 'name'>;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** A line at the foot of a column: Enter adds and stays for the next one, Esc leaves. What was refused comes back into the line. */
export function QuickAdd({ projectId, column, open, onOpen }: Props) {
  const [title, setTitle] = useState('');
  const { name, status, statusId } = column;
  const add = () => {
    const text = title.trim();
    if (!text) return;
    setTitle('');
    createTask({ projectId, title: text, ...(statusId ? { statusId } : { status }) }).catch((error: unknown) => {
      setTitle(text);
      toastProblem(t`The task was not added.`, error);
    });
  };
  if (!open) {
    return (
      <div className={css.foot}>
        <button type="button" className={css.add} onClick={() => onOpen(true)}>
          <IconPlus size={16} />
          <Trans>Add task</Trans>
        </button>
      </div>
    );
  }
  return (
    <div className={css.foot}>
      <textarea
        className={css.quick}
        rows={1}
        autoFocus
        value={title}
        aria-label={t`New task in ${name}`}
        placeholder={t`What needs doing?`}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={() => {
          if (!title.trim()) onOpen(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            add();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            setTitle('');
            onOpen(false);
          }
        }}
      />
      <p className={css.hint}>
        <Trans>Enter adds it, Esc closes</Trans>
      </p>
    </div>
  );
}
