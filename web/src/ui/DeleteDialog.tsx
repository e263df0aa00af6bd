import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from './Button';
import css from './DeleteDialog.module.css';
import { Dialog, DialogFoot } from './Dialog';

interface Props {
  open: boolean;
  name: string;
  /** What hangs on it, in words. */
  lines: readonly string[];
  /** Instead of the lines: that they are on their way, or were not to be had. */
  instead?: ReactNode;
  onClose: () => void;
  onDelete: () => void;
}

/** Shows what hangs on something before it is deleted. */
export function DeleteDialog({ open, name, lines, instead, onClose, onDelete }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={t`Delete “${name}”?`} small>
      {instead}
      {instead || lines.length > 0 ? null : (
        <p>
          <Trans>Nothing hangs on it.</Trans>
        </p>
      )}
      {lines.length > 0 ? (
        <>
          <p>
            <Trans>With it go out of sight, and come back when you undo it:</Trans>
          </p>
          <ul className={css.hangs}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
      <DialogFoot onClose={onClose}>
        <Button
          look="danger"
          data-autofocus
          onClick={() => {
            onClose();
            onDelete();
          }}
        >
          <Trans>Delete</Trans>
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
