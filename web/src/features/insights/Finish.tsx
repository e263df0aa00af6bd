import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { count, isObject, readEvidence } from '~/lib/evidence';
import { type Day, dayOf, formatDay } from '~/lib/dates';
import { formatNumber, formatPercent } from '~/lib/format';
import type { Insight } from '~/lib/models';
import css from './insights.module.css';

/** The simulation looks no further ahead, in days: what it gives then is a least, not a date. */
const HORIZON = 3650;

/** The likely finish: two dates, how far to trust them, and behind them the numbers. */
export function Finish({ insight }: { insight: Insight }) {
  const { numbers } = readEvidence(insight.evidence);
  const dates = isObject(numbers['dates']) ? numbers['dates'] : {};
  const days = isObject(numbers['days']) ? numbers['days'] : {};
  const shown = (name: string, on: Day) => {
    const date = formatDay(on);
    return Number(days[name] ?? 0) >= HORIZON ? t`after ${date}` : date;
  };
  const day = (name: string) => dayOf(typeof dates[name] === 'string' ? dates[name] : null);
  const [half, most] = [day('p50'), day('p80')];
  const late = count(numbers, 'daysLate');
  if (!half || !most) {
    const [have, need] = [formatNumber(count(numbers, 'history')), formatNumber(count(numbers, 'needed'))];
    return (
      <p className={css.quiet}>
        <Trans>
          Too little is known yet to say when this will be done: of {have} finished tasks is known how long they took, and at least {need} are needed.
        </Trans>
      </p>
    );
  }
  return (
    <div className={css.finish}>
      <dl className={css.dates}>
        <div>
          <dt>
            <Trans>Done by, one chance in two</Trans>
          </dt>
          <dd>{shown('p50', half)}</dd>
        </div>
        <div>
          <dt>
            <Trans>Done by, four chances in five</Trans>
          </dt>
          <dd>{shown('p80', most)}</dd>
        </div>
      </dl>
      {late > 0 ? (
        <p className={css.late}>
          <Plural value={late} one="The later date is # day after the project's end." other="The later date is # days after the project's end." />
        </p>
      ) : null}
      <details className={css.behind}>
        <summary>
          <Trust value={insight.confidence ?? 0} />
        </summary>
        <ul>
          <li>
            <Plural value={count(numbers, 'remaining')} one="# task is left." other="# tasks are left." />
          </li>
          <li>
            {numbers['method'] === 'throughput' ? (
              <Plural value={count(numbers, 'history')} one="Reckoned from the days on which this project finished # task." other="Reckoned from the days on which this project finished # tasks." />
            ) : (
              <Plural value={count(numbers, 'history')} one="Reckoned from how long # finished task of all projects took." other="Reckoned from how long # finished tasks of all projects took." />
            )}
          </li>
          <li>
            <Plural value={count(numbers, 'runs')} one="Simulated # time" other="Simulated # times" />; <Trans>dependencies and absences are not in it.</Trans>
          </li>
        </ul>
      </details>
    </div>
  );
}

function Trust({ value }: { value: number }) {
  const number = formatPercent(value * 100);
  const word = value >= 0.7 ? t`Well founded` : value >= 0.35 ? t`Fairly founded` : t`Little to go by`;
  return (
    <Trans>
      {word} ({number}): the numbers behind it
    </Trans>
  );
}
