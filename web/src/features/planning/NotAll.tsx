import { Trans } from '@lingui/react/macro';
import { formatNumber } from '~/lib/format';
import css from './parts.module.css';

interface Props {
  shown: number;
  /** How many there are, where that is known. */
  whole: number | null;
  filtered: boolean;
}

/** Says that not everything is shown, and what brings the rest. */
export function NotAll({ shown, whole, filtered }: Props) {
  const [some, all] = [formatNumber(shown), whole === null ? '' : formatNumber(whole)];
  return (
    <p className={css.notAll} role="status">
      {all ? <Trans>{some} of {all} tasks are shown, the first of the board.</Trans> : <Trans>The first {some} tasks are shown.</Trans>}{' '}
      {filtered ? <Trans>Filter more to see the rest.</Trans> : <Trans>Filter to see the rest.</Trans>}
    </p>
  );
}
