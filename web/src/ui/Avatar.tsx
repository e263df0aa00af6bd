import { t } from '@lingui/core/macro';
import { IconUser } from '@tabler/icons-react';
import type { User } from '~/lib/models';
import { personName } from '~/lib/people';
import { cx } from './cx';
import css from './Pill.module.css';
import { Tip } from './Tip';

const HUES = 8;

/** The same hue for the same id, everywhere. */
function hueOf(id: string): string {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return `var(--hue-${(sum % HUES) + 1})`;
}

export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => Array.from(word ?? '')[0] ?? '').join('').toLocaleUpperCase();
}

interface MarkProps {
  id: string;
  name: string;
  size?: 'md' | 'lg' | 'xl';
  square?: boolean;
}

/** Initials on a hue: people are round, organizations square. */
export function Mark({ id, name, size = 'md', square }: MarkProps) {
  return (
    <span aria-hidden className={cx(css.avatar, size !== 'md' && css[size], square && css.square)} style={{ '--hue': hueOf(id) } as React.CSSProperties}>
      {square ? initials(name).slice(0, 1) : initials(name)}
    </span>
  );
}

type PersonLike = Pick<User, 'id' | 'firstName' | 'lastName' | 'email'>;

/** A person's mark; the name is in the tooltip and for screen readers. */
export function Avatar({ user, none, size = 'md' }: { user: PersonLike | null | undefined; none?: string; size?: 'md' | 'lg' | 'xl' }) {
  const name = user ? personName(user) : (none ?? t`Nobody`);
  return (
    <Tip label={() => name}>
      <span role="img" aria-label={name} className={css.person}>
        {user ? <Mark id={user.id} name={name} size={size} /> : <Nobody />}
      </span>
    </Tip>
  );
}

export function Nobody() {
  return (
    <span aria-hidden className={cx(css.avatar, css.nobody)}>
      <IconUser size={12} />
    </span>
  );
}

export function Person({ user, none }: { user: PersonLike | null | undefined; none?: string }) {
  return (
    <span className={css.person}>
      {user ? <Mark id={user.id} name={personName(user)} /> : <Nobody />}
      <span>{user ? personName(user) : (none ?? t`Nobody`)}</span>
    </span>
  );
}
