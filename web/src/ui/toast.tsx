import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
  undo?: () => void;
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

function show(text: string, bad: boolean, undo?: () => void): void {
  counter += 1;
  const id = counter;
  update([...toasts.slice(-2), { id, text, bad, ...(undo ? { undo } : {}) }]);
  window.setTimeout(() => dismiss(id), undo || bad ? STAY_WITH_UNDO_MS : STAY_MS);
}

/** Says what was done; with `undo`, offers to take it back. */
export function toast(text: string, undo?: () => void): void {
  show(text, false, undo);
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
          {item.undo ? (
            <Button
              look="quiet"
              size="sm"
              onClick={() => {
                dismiss(item.id);
                item.undo?.();
              }}
            >
              <Trans>Undo</Trans>
            </Button>
          ) : null}
          <IconButton size="sm" icon={IconX} label={t`Dismiss`} onClick={() => dismiss(item.id)} />
        </div>
      ))}
    </section>
  );
}
