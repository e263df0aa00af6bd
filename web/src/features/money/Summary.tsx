import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { formatDecimal } from '~/lib/decimal';
import { formatMinutes } from '~/lib/duration';
import { formatPercent } from '~/lib/format';
import type { Project, ProjectMoney } from '~/lib/models';
import { formatAmount, useCurrency } from '~/lib/money';
import { personName, usePeople } from '~/lib/people';
import { Mark } from '~/ui/Avatar';
import { cx } from '~/ui/cx';
import { Bone, ErrorState } from '~/ui/States';
import { moneyQuery } from './api';
import css from './money.module.css';

/** What the project may cost and has cost, and how the hours stand against the estimates. */
export function Summary({ project }: { project: Project }) {
  const query = useQuery(moneyQuery(project.id));
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const money = query.data;
  return (
    <section aria-label={t`Summary`}>
      <div className={css.figures}>
        {money ? <Budget money={money} /> : <Pending />}
        {money ? <Hours money={money} /> : <Pending />}
      </div>
      {money && money.people.length > 0 ? <People money={money} /> : null}
    </section>
  );
}

function Pending() {
  return (
    <div className={css.figure} aria-busy>
      <Bone w="var(--col-md)" h="var(--s6)" />
      <Bone h="var(--dot)" />
    </div>
  );
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, (part / whole) * 100) : 0;
}

function Budget({ money }: { money: ProjectMoney }) {
  const currency = useCurrency();
  const amount = (value: string) => formatAmount(value, currency);
  const over = money.remaining?.startsWith('-') ?? false;
  const whole = Math.max(Number(money.budget ?? 0), Number(money.spent));
  return (
    <div className={css.figure}>
      <div className={css.line}>
        <span className={css.big}>{amount(money.spent)}</span>
        {money.budget === null ? <Trans>spent, no budget set</Trans> : <Trans>spent of {amount(money.budget)}</Trans>}
        {money.remaining === null ? null : (
          <span className={cx(css.rest, over && css.over)}>
            {over ? <Trans>{amount(money.remaining.slice(1))} over</Trans> : <Trans>{amount(money.remaining)} left</Trans>}
          </span>
        )}
      </div>
      <div
        className={cx(css.track, over && css.full)}
        role="meter"
        aria-label={t`Spent of the budget`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share(Number(money.spent), Number(money.budget ?? 0)))}
      >
        {money.budget === null ? null : (
          <>
            <span className={css.part} style={{ inlineSize: `${share(Number(money.timeCost), whole)}%` }} />
            <span className={css.part} style={{ inlineSize: `${share(Number(money.expenses), whole)}%` }} />
          </>
        )}
      </div>
      <div className={css.parts}>
        <span>
          <i aria-hidden className={css.key} />
          <Trans>Time {amount(money.timeCost)}</Trans>
        </span>
        <span>
          <i aria-hidden className={cx(css.key, css.keyTwo)} />
          <Trans>Expenses {amount(money.expenses)}</Trans>
        </span>
      </div>
    </div>
  );
}

function Hours({ money }: { money: ProjectMoney }) {
  const { loggedMinutes: logged, estimateMinutes: estimate, billableMinutes: billable } = money;
  const over = estimate > 0 && logged > estimate;
  const part = logged > 0 ? formatPercent((billable / logged) * 100) : null;
  return (
    <div className={css.figure}>
      <div className={css.line}>
        <span className={css.big}>{formatMinutes(logged)}</span>
        {estimate > 0 ? <Trans>logged of {formatMinutes(estimate)} estimated</Trans> : <Trans>logged, nothing estimated</Trans>}
        {estimate > 0 ? (
          <span className={cx(css.rest, over && css.over)}>
            {over ? <Trans>{formatMinutes(logged - estimate)} over</Trans> : <Trans>{formatMinutes(estimate - logged)} left</Trans>}
          </span>
        ) : null}
      </div>
      <div
        className={cx(css.track, over && css.full)}
        role="meter"
        aria-label={t`Logged of the estimate`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share(logged, estimate))}
      >
        <span className={css.part} style={{ inlineSize: `${share(logged, estimate)}%` }} />
      </div>
      <div className={css.parts}>{part === null ? <Trans>No time logged yet</Trans> : <Trans>{part} billable</Trans>}</div>
    </div>
  );
}

function People({ money }: { money: ProjectMoney }) {
  const { byId } = usePeople();
  const currency = useCurrency();
  return (
    <div className={css.box} style={{ marginBlockStart: 'var(--s5)' }}>
      <table className={css.table} aria-label={t`Time and cost by person`}>
        <thead>
          <tr>
            <th scope="col" className={css.wide}>
              <Trans>Person</Trans>
            </th>
            <th scope="col" className={css.num}>
              <Trans>Time</Trans>
            </th>
            <th scope="col" className={css.num}>
              {currency ? <Trans>Cost ({currency})</Trans> : <Trans>Cost</Trans>}
            </th>
          </tr>
        </thead>
        <tbody>
          {money.people.map((one) => {
            const name = personName(byId.get(one.userId));
            return (
              <tr key={one.userId}>
                <td className={css.wide}>
                  <span className={css.person}>
                    <Mark id={one.userId} name={name} />
                    <span className={css.cut}>{name}</span>
                  </span>
                </td>
                <td className={css.num}>{formatMinutes(one.minutes)}</td>
                <td className={css.num}>{formatDecimal(one.cost, 2)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
