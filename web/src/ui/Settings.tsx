import { Trans } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Form } from '~/lib/form';
import { Button } from './Button';
import { cx } from './cx';
import { FormFoot } from './Field';
import css from './Settings.module.css';
import { Bone, ErrorState } from './States';

/** The list of places at the side, and the one that is shown. On a phone the list is a bar above, where the current one comes into sight. */
export function SettingsLayout({ label, list, current, children }: { label: string; list: ReactNode; current: string; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current]);
  return (
    <div className={css.layout}>
      <nav ref={nav} className={css.list} aria-label={label}>
        {list}
      </nav>
      <div className={css.content}>{children}</div>
    </div>
  );
}

/** The class of a link in that list. */
export function settingsLink(): string {
  return cx(css.link);
}

export function SettingsGroup({ children }: { children: ReactNode }) {
  return <div className={css.group}>{children}</div>;
}

export function SettingsColumn({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return <div className={cx(css.column, wide && css.wide)}>{children}</div>;
}

/** `end`: what can be done with the whole section, beside its heading. */
export function SettingsSection({ title, text, end, children }: { title: ReactNode; text?: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className={css.head}>
        <div>
          <h2>{title}</h2>
          {text ? <p>{text}</p> : null}
        </div>
        {end}
      </div>
      {children}
    </section>
  );
}

/** What cannot be taken back: last on its page, and apart. */
export function DangerSection({ children }: { children: ReactNode }) {
  return <div className={css.apart}>{children}</div>;
}

export function Card({ children }: { children: ReactNode }) {
  return <div className={css.card}>{children}</div>;
}

/** One line of a card: what it is, and the control or button at the end. */
export function Setting({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className={css.setting}>
      <div className={css.what}>
        <div className={css.name}>{title}</div>
        {text ? <p>{text}</p> : null}
      </div>
      {children}
    </div>
  );
}

/** A list of records in a frame; an empty state stands in the same frame. */
export function Rows({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {children}
    </ul>
  );
}

export function RowsFrame({ children }: { children: ReactNode }) {
  return <div className={css.rows}>{children}</div>;
}

interface Fetched {
  data: unknown;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Rows that are fetched: what went wrong, what is to come, or, with `none`, why there are no rows; else the rows. */
export function FetchedRows({ query, bones, none, children }: { query: Fetched; bones?: ReactNode; none?: ReactNode; children: ReactNode }) {
  if (query.error && !query.data) {
    return (
      <RowsFrame>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </RowsFrame>
    );
  }
  if (query.isPending) return bones ?? <RowBones />;
  return none ? <RowsFrame>{none}</RowsFrame> : children;
}

function RowBones() {
  return (
    <Rows>
      {['40%', '48%'].map((width) => (
        <Row key={width}>
          <Bone w="var(--avatar-lg)" h="var(--avatar-lg)" />
          <Bone w={width} />
        </Row>
      ))}
    </Rows>
  );
}

export function Row({ children, ...rest }: { children: ReactNode; [data: `data-${string}`]: string }) {
  return (
    <li className={css.row} {...rest}>
      {children}
    </li>
  );
}

/** The name of a row's record, and in small what else is worth knowing. */
export function Who({ title, text }: { title: ReactNode; text?: ReactNode }) {
  return (
    <div className={css.who}>
      <strong>{title}</strong>
      {text ? <span className={css.quiet}>{text}</span> : null}
    </div>
  );
}

export function Quiet({ children }: { children: ReactNode }) {
  return <p className={css.quiet}>{children}</p>;
}

/** One save per section, awake only when something was changed. */
export function SaveFoot<T>({ form }: { form: Form<T> }) {
  return (
    <FormFoot>
      <Button look="primary" type="submit" busy={form.busy} disabled={!form.dirty}>
        <Trans>Save</Trans>
      </Button>
    </FormFoot>
  );
}
