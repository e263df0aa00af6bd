import { t } from '@lingui/core/macro';
import { IconAlertCircle, IconCircleCheck, IconX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { problemText } from '~/lib/problem';
import { Button, IconButton } from './Button';
import { cx } from './cx';
import css from './Toast.module.css';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
  action?: ToastAction;
}

interface ToastAction {
  label: string;
  run: () => void;
}

const STAY_MS = 5000;
const STAY_WITH_UNDO_MS = 9000;
let toasts: Toast[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function update(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  update(toasts.filter((toast) => toast.id !== id));
}

function show(text: string, bad: boolean, action?: ToastAction): void {
  counter += 1;
  const id = counter;
  update([...toasts.slice(-2), { id, text, bad, ...(action ? { action } : {}) }]);
  window.setTimeout(() => dismiss(id), action || bad ? STAY_WITH_UNDO_MS : STAY_MS);
}

/** Says what was done; with `undo`, offers to take it back. */
export function toast(text: string, undo?: () => void): void {
  show(text, false, undo && { label: t`Undo`, run: undo });
}

/** Says what is not as the reader wanted, and offers one thing to do about it. */
export function toastAction(text: string, label: string, run: () => void): void {
  show(text, true, { label, run });
}

/** Says that something was refused and what became of it, then why in the API's words. */
export function toastProblem(what: string, error: unknown): void {
  show(`${what} ${problemText(error)}`.trim(), true);
}

/** Mounted once. Screen readers hear each toast. */
export function ToastRegion() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <section className={css.region} aria-label={t`Messages`} aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className={cx(css.toast, item.bad && css.bad)} role={item.bad ? 'alert' : undefined}>
          {item.bad ? <IconAlertCircle size={18} /> : <IconCircleCheck size={18} />}
          <span>{item.text}</span>
          {item.action ? (
            <Button
              look="quiet"
              size="sm"
              onClick={() => {
                dismiss(item.id);
                item.action?.run();
              }}
            >
              {item.action.label}
            </Button>
          ) : null}
          <IconButton size="sm" icon={IconX} label={t`Dismiss`} onClick={() => dismiss(item.id)} />
        </div>
      ))}
    </section>
  );
}
