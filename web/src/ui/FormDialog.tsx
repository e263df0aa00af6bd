import type { KeyboardEvent, ReactNode } from 'react';
import type { Form as FormState } from '~/lib/form';
import { Button } from './Button';
import { Dialog, DialogFoot } from './Dialog';
import { Form } from './Field';

interface Props<T> {
  /** Its `onSubmit` closes the dialog when all went well: what the API refused is read in the dialog. */
  form: FormState<T>;
  title: string;
  /** What the button that sends it says. */
  save: ReactNode;
  onClose: () => void;
  /** Left out where the dialog is mounted only while it is open. */
  open?: boolean;
  small?: boolean;
  /** What it does cannot be taken for an ordinary save. */
  danger?: boolean;
  /** Other things to do, before Cancel. */
  more?: ReactNode;
  children: ReactNode;
}

/** A form in a dialog: Enter sends it (Ctrl or ⌘ with Enter also from a text of several lines), Esc and Cancel leave it. */
export function FormDialog<T>({ form, title, save, onClose, open = true, small, danger, more, children }: Props<T>) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void form.submit();
  };
  return (
    <Dialog open={open} onClose={onClose} title={title} small={small} held={form.busy}>
      <Form
        form={form}
        label={title}
        onKeyDown={onKeyDown}
        foot={
          <DialogFoot onClose={onClose} more={more}>
            <Button look={danger ? 'danger' : 'primary'} type="submit" busy={form.busy}>
              {save}
            </Button>
          </DialogFoot>
        }
      >
        {children}
      </Form>
    </Dialog>
  );
}
