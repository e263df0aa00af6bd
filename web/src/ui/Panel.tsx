import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconX } from '@tabler/icons-react';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { useActions } from '~/lib/actions';
import { formatNumber } from '~/lib/format';
import { Button, IconButton } from './Button';
import { cx } from './cx';
import css from './Panel.module.css';

interface Props {
  label: string;
  where: ReactNode;
  actions?: ReactNode;
  whole: boolean;
  onWhole: (whole: boolean) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A record over its list: the list stays where it was. Esc closes, the page it came from gets the focus back. */
export function Panel({ label, where, actions, whole, onWhole, onClose, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    if (!panel.current?.contains(before)) panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useActions([
    { id: 'panel.close', label: t`Close`, group: t`Record`, keys: 'escape', keyOnly: true, run: onClose },
    {
      id: 'panel.whole',
      label: whole ? t`Show beside the list` : t`Show whole`,
      group: t`Record`,
      keys: 'shift+enter',
      run: () => onWhole(!whole),
    },
  ]);
  return (
    <aside ref={panel} className={cx(css.panel, whole && css.whole)} aria-label={label} tabIndex={-1}>
      <div className={css.head}>
        <div className={css.where}>{where}</div>
        {actions}
        <IconButton
          icon={whole ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal}
          label={whole ? t`Show beside the list` : t`Show whole`}
          keys="shift+enter"
          onClick={() => onWhole(!whole)}
        />
        <IconButton icon={IconX} label={t`Close`} keys="escape" onClick={onClose} />
      </div>
      <div className={css.body}>
        <div>{children}</div>
      </div>
    </aside>
  );
}

/** A part of a panel: sub-records, a list, the text. */
export function Section({ title, count, end, children }: { title: string; count?: number | string | undefined; end?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={title}>
      <div className={css.sectionHead}>
        <h2>{title}</h2>
        {count === undefined ? null : <span className={css.num}>{typeof count === 'number' ? formatNumber(count) : count}</span>}
        {end ? <div className={css.end}>{end}</div> : null}
      </div>
      {children}
    </section>
  );
}

export function Properties({ children }: { children: ReactNode }) {
  return <dl className={css.properties}>{children}</dl>;
}

/** Label and value; the value is a button when it can be edited in place. */
export function PropertyRow({ label, error, children }: { label: string; error?: string | undefined; children: ReactNode }) {
  return (
    <div className={css.property}>
      <dt className={css.label}>{label}</dt>
      <dd className={css.value}>{children}</dd>
      {error ? (
        <dd className={css.wrong} role="alert">
          {error}
        </dd>
      ) : null}
    </div>
  );
}

/** Takes the attributes of a popover's trigger. */
export function PropertyButton({ label, unset, children, className, ...rest }: { label: string; unset?: boolean; children: ReactNode } & ComponentProps<'button'>) {
  return (
    <button type="button" className={cx(css.edit, unset && css.unset, className)} {...rest}>
      <i className="sr">{label}</i>
      {children}
    </button>
  );
}

export function PropertyText({ children, unset }: { children: ReactNode; unset?: boolean }) {
  return <span className={cx(css.fixed, unset && css.unset)}>{children}</span>;
}

/** What happened to the record while it was open, and what can be done. */
export function Notice({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={css.notice} role="status">
      <IconAlertTriangle size={16} />
      <span>{children}</span>
      {actions}
    </div>
  );
}

/** Two people wrote the same field: the one who came second decides, with their words kept. */
export function ConflictNotice({ fields, onMine, onTheirs }: { fields: string; onMine: () => void; onTheirs: () => void }) {
  return (
    <Notice
      actions={
        <>
          <Button size="sm" onClick={onTheirs}>
            <Trans>Keep theirs</Trans>
          </Button>
          <Button size="sm" onClick={onMine}>
            <Trans>Save mine</Trans>
          </Button>
        </>
      }
    >
      <Trans>Someone changed this field while you did: {fields}. Yours is not saved yet, and it is kept.</Trans>
    </Notice>
  );
}
