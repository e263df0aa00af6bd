import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDecimal } from '~/lib/decimal';
import { formatLocale } from '~/lib/i18n';
import type { Project } from '~/lib/models';
import { LineChart, type Series } from '~/ui/Chart';
import { Segments } from '~/ui/Field';
import { Bone, ErrorState } from '~/ui/States';
import { burnQuery, type Measure } from './api';
import css from './money.module.css';

type Kind = 'down' | 'up';

/** Burn-down and burn-up, in tasks, points or hours. */
export function Burn({ project }: { project: Project }) {
  const [measure, setMeasure] = useState<Measure>('tasks');
  const [kind, setKind] = useState<Kind>('down');
  const query = useQuery(burnQuery(project.id, measure));
  const units: Record<Measure, string> = { tasks: t`Tasks`, points: t`Points`, hours: t`Hours` };
  const days = query.data?.days ?? [];
  const names = dayNames(days.map((day) => day.day));
  const [first = '', last = ''] = [names[0], names.at(-1)];
  const series: Series[] =
    kind === 'down'
      ? [
          { id: 'remaining', name: t`Remaining`, values: days.map((day) => day.remaining) },
          ...(days.some((day) => day.ideal !== null) ? [{ id: 'ideal', name: t`Ideal`, values: days.map((day) => day.ideal), reference: true, straight: true }] : []),
        ]
      : [
          { id: 'done', name: measure === 'hours' ? t`Logged` : t`Done`, values: days.map((day) => day.done) },
          { id: 'scope', name: t`Scope`, values: days.map((day) => day.scope), reference: true },
        ];
  return (
    <section aria-label={t`Progress over time`}>
      <div className={css.head}>
        <h2>
          <Trans>Progress over time</Trans>
        </h2>
        <div className={css.end}>
          <Segments
            label={t`Chart`}
            value={kind}
            onChange={setKind}
            options={[
              { value: 'down', label: t`Burn-down` },
              { value: 'up', label: t`Burn-up` },
            ]}
          />
          <Segments label={t`Count`} value={measure} onChange={setMeasure} options={(['tasks', 'points', 'hours'] as const).map((value) => ({ value, label: units[value] }))} />
        </div>
      </div>
      <div className={`${css.box} ${css.chart}`}>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <Bone h="var(--chart)" />
        ) : (
          <LineChart
            title={kind === 'down' ? t`Burn-down` : t`Burn-up`}
            period={t`${first} to ${last}`}
            unit={units[measure]}
            along={t`Day`}
            places={names}
            keys={days.map((day) => day.day)}
            series={series}
            format={(value) => formatDecimal(value.toFixed(1))}
          />
        )}
      </div>
    </section>
  );
}

/** Days as on an axis: all alike, with the year when there is more than one. */
function dayNames(days: string[]): string[] {
  const years = new Set(days.map((day) => day.slice(0, 4))).size > 1;
  const format = new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'short', ...(years ? { year: '2-digit' } : {}), timeZone: 'UTC' });
  return days.map((day) => format.format(new Date(`${day}T00:00:00Z`)));
}
