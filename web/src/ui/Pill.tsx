import type { ReactNode } from 'react';
import { formatPercent } from '~/lib/format';
import { cx } from './cx';
import css from './Pill.module.css';

export type Tone = 'grey' | 'green' | 'amber' | 'red' | 'blue' | 'accent';

export function Pill({ tone = 'grey', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={cx(css.pill, css[tone])}>
      <span>{children}</span>
    </span>
  );
}

/** A small mark before a word; the word carries the meaning. */
export function Dot({ tone = 'grey', hollow }: { tone?: Tone; hollow?: boolean }) {
  return <span aria-hidden className={cx(css.dot, css[tone], hollow && css.hollow)} />;
}

export function WithDot({ tone, hollow, children }: { tone: Tone; hollow?: boolean; children: ReactNode }) {
  return (
    <span className={css.withDot}>
      <Dot tone={tone} hollow={hollow ?? false} />
      {children}
    </span>
  );
}

/** A thin bar with its number; percent from 0 to 100. */
export function Progress({ percent, label, showNumber = true }: { percent: number; label: string; showNumber?: boolean }) {
  const value = Math.max(0, Math.min(100, percent));
  return (
    <span className={css.progress}>
      <span className={css.bar} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(value)}>
        <span style={{ inlineSize: `${value}%` }} />
      </span>
      {showNumber ? <span className={css.num}>{formatPercent(value)}</span> : null}
    </span>
  );
}
