import { Modal } from '@mantine/core';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from './Button';
import { cx } from './cx';
import css from './Dialog.module.css';
import { Field, FormFoot } from './Field';
import fieldCss from './Field.module.css';

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  small?: boolean | undefined;
  /** While something is being saved: a slip of the hand does not close it, Cancel does. */
  held?: boolean;
  children: ReactNode;
}

/** A dialog over everything; on a phone a sheet from below. Esc and a press outside close it. */
export function Dialog({ open, onClose, title, small, held = false, children }: Props) {
  return (
    <Modal.Root
      opened={open}
      onClose={onClose}
      closeOnEscape={!held}
      closeOnClickOutside={!held}
      unstyled
      transitionProps={{ duration: 0 }}
      classNames={{ inner: css.inner ?? '', content: cx(css.content, small && css.small) }}
    >
      <Modal.Overlay unstyled className={css.overlay ?? ''} />
      <Modal.Content aria-modal>
        <div className={css.head}>
          <Modal.Title className={css.title}>{title}</Modal.Title>
          <IconButton icon={IconX} label={t`Close`} onClick={onClose} />
        </div>
        <Modal.Body className={css.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The end of a dialog: Cancel, where there is something to give up, and what is done instead of it. */
export function DialogFoot({ onClose, more, children }: { onClose?: () => void; more?: ReactNode; children: ReactNode }) {
  return (
    <FormFoot>
      {more}
      {onClose ? (
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      ) : null}
      {children}
    </FormFoot>
  );
}

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text: ReactNode;
  /** What must be typed to show that the person means it. */
  name: string;
  action: string;
  onConfirm: () => void;
}

/** For what cannot be undone: asks for the name. */
export function ConfirmByName({ open, onClose, title, text, name, action, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  return (
    <Dialog open={open} onClose={onClose} title={title} small>
      <form
        className={fieldCss.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== name) return;
          onConfirm();
          onClose();
        }}
      >
        <p className={css.text}>{text}</p>
        <Field id="confirm-name" label={<Trans>Type “{name}” to confirm</Trans>}>
          <input id="confirm-name" className={fieldCss.input} value={typed} autoComplete="off" data-autofocus onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <DialogFoot onClose={onClose}>
          <Button look="danger" type="submit" disabled={typed.trim() !== name}>
            {action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
