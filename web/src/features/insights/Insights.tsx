import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { count, readEvidence, readRecords } from '~/lib/evidence';
import { formatNumber, formatPercent } from '~/lib/format';
import { useLive } from '~/lib/live';
import type { Insight, Project } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { key, queryClient } from '~/lib/query';
import { IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { Section } from '~/ui/Panel';
import { Bone } from '~/ui/States';
import { refreshInsights, insightsQuery } from './api';
import { Finish } from './Finish';
import css from './insights.module.css';

export type OpenTask = (taskId: string, title: string) => ReactNode;

/** What the system found out about a project from its own past. Computed when first looked at, then each night. */
export function Insights({ project, openTask }: { project: Project; openTask: OpenTask }) {
  const query = useQuery(insightsQuery(project.id));
  const [busy, setBusy] = useState(false);
  const editable = can(project, 'update');
  useLive(`project:${project.id}`, (events) => {
    if (events.some((event) => event.entity === 'project.AiInsight')) void queryClient.invalidateQueries({ queryKey: key('insights', project.id) });
  });
  const refresh = async () => {
    setBusy(true);
    await refreshInsights(project.id);
    setBusy(false);
  };
  const asked = useRef(false);
  const never = query.isSuccess && !query.data.some((insight) => insight.kind !== null);
  useEffect(() => {
    if (!never || !editable || asked.current) return;
    asked.current = true;
    void refreshInsights(project.id);
  }, [never, editable, project.id]);
  if (query.error) return null; // the page's own error says what is wrong
  const insights = query.data ?? [];
  const finish = insights.find((insight) => insight.kind === 'finish');
  const others = insights.filter((insight) => insight !== finish).toSorted((a, b) => place(a) - place(b));
  return (
    <Section
      title={t`Insights`}
      end={editable ? <IconButton size="sm" icon={IconRefresh} label={t`Compute again`} aria-busy={busy || undefined} disabled={busy} onClick={() => void refresh()} /> : null}
    >
      {query.isPending ? <Bone w="60%" /> : null}
      {finish ? <Finish insight={finish} /> : null}
      {others.length > 0 ? (
        <ul className={css.list}>
          {others.map((insight) => (
            <Line key={insight.id} insight={insight} openTask={openTask} />
          ))}
        </ul>
      ) : null}
      {query.isSuccess && insights.length === 0 ? (
        <p className={css.quiet}>
          <Trans>Nothing stands out.</Trans>
        </p>
      ) : null}
    </Section>
  );
}

const ORDER = ['delay', 'overload', 'blocked', 'stale', 'estimate'];

/** What presses most comes first, what people noted last. */
function place(insight: Insight): number {
  const found = ORDER.indexOf(insight.kind ?? '');
  return found < 0 ? ORDER.length : found;
}

function Line({ insight, openTask }: { insight: Insight; openTask: OpenTask }) {
  const { records } = readEvidence(insight.evidence);
  const { byId } = usePeople();
  if (records.length === 0) return <li className={cx(css.line, css.plain)}>{text(insight)}</li>;
  return (
    <li className={css.line}>
      <details>
        <summary>
          {text(insight)} {insight.confidence === null ? null : <Confidence value={insight.confidence} />}
        </summary>
        <ul className={css.records}>
          {records.map((record) => (
            <li key={record.id}>
              {record.entity === 'auth.User' ? personName(byId.get(record.id)) : openTask(record.id, record.title ?? t`Task`)}
              <span className={css.quiet}>{detail(insight.kind, record)}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** How far to trust it, in a calm word and the number. */
export function Confidence({ value }: { value: number }) {
  const word = value >= 0.7 ? t`well founded` : value >= 0.35 ? t`fairly founded` : t`little to go by`;
  const number = formatPercent(value * 100);
  return (
    <span className={css.quiet}>
      <Trans>
        {word} ({number})
      </Trans>
    </span>
  );
}

function text(insight: Insight): ReactNode {
  const { numbers } = readEvidence(insight.evidence);
  const [tasks, days] = [count(numbers, 'tasks'), formatNumber(count(numbers, 'days'))];
  switch (insight.kind) {
    case 'delay':
      return <Plural value={tasks} one="# task will likely be finished late" other="# tasks will likely be finished late" />;
    case 'stale':
      return <Plural value={tasks} one={`# task at work, untouched for ${days} days or longer`} other={`# tasks at work, untouched for ${days} days or longer`} />;
    case 'blocked':
      return <Plural value={tasks} one="# task should be at work and waits for others" other="# tasks should be at work and wait for others" />;
    case 'estimate':
      return <Plural value={tasks} one="# open task has no estimate" other="# open tasks have no estimate" />;
    case 'overload':
      return <Plural value={count(numbers, 'people')} one="# person has more work due in two weeks than hours" other="# people have more work due in two weeks than hours" />;
    default:
      return insight.content;
  }
}

function detail(kind: string | null, record: Record<string, unknown>): ReactNode {
  const number = (name: string) => count(record, name);
  switch (kind) {
    case 'delay': {
      const [half, most] = [formatNumber(Math.round(number('days50'))), formatNumber(Math.round(number('days80')))];
      return (
        <Trans>
          {half} to {most} days late
        </Trans>
      );
    }
    case 'stale':
      return <Plural value={number('days')} one="# day" other="# days" />;
    case 'blocked': {
      const names = readRecords(record['waitsFor'])
        .map((one) => one.title ?? '')
        .join(', ');
      return names ? <Trans>waits for {names}</Trans> : <Trans>waits for another project</Trans>;
    }
    case 'overload':
      return formatPercent(number('percent'));
    default:
      return null;
  }
}
