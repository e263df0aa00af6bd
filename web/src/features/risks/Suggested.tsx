import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { count, type Evidence, readEvidence } from '~/lib/evidence';
import { formatPercent } from '~/lib/format';
import type { Risk } from '~/lib/models';
import { can } from '~/lib/policy';
import { Button } from '~/ui/Button';
import { Pill } from '~/ui/Pill';
import { acceptRisk, deleteRisk } from './api';
import { levelName, score, scoreTone } from './levels';
import css from './risks.module.css';
import { useRiskWords } from './words';

/** How a task of the project is linked to. */
export type OpenTask = (taskId: string, title: string) => ReactNode;

/** A risk that the numbers suggest, with what they are; a person takes it or puts it away. */
export function Suggested({ risk, openTask }: { risk: Risk; openTask: OpenTask }) {
  const words = useRiskWords()(risk);
  const evidence = readEvidence(risk.evidence);
  const [likely, hard] = [levelName(risk.probability), levelName(risk.impact)];
  const tasks = evidence.records.filter((record) => record.entity === 'project.Task');
  return (
    <li className={css.suggestion}>
      <div className={css.words}>
        <p>{words}</p>
        <p className={css.why}>
          <Pill tone={scoreTone(score(risk.probability, risk.impact))}>
            <Trans>
              Probability {likely}, impact {hard}
            </Trans>
          </Pill>
          <Numbers evidence={evidence} />
        </p>
        {tasks.length > 0 ? (
          <ul className={css.records} aria-label={t`What this stands on`}>
            {tasks.map((record) => (
              <li key={record.id}>{openTask(record.id, record.title ?? t`Task`)}</li>
            ))}
          </ul>
        ) : null}
      </div>
      {can(risk, 'update') ? (
        <div className={css.answer}>
          <Button size="sm" onClick={() => void acceptRisk(risk)} aria-label={t`Accept: ${words}`}>
            <Trans>Accept</Trans>
          </Button>
          <Button size="sm" look="quiet" onClick={() => void deleteRisk(risk)} aria-label={t`Dismiss: ${words}`}>
            <Trans>Dismiss</Trans>
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function Numbers({ evidence: { kind, numbers } }: { evidence: Evidence }) {
  const number = (name: string) => count(numbers, name);
  switch (kind) {
    case 'slipped':
      return <Plural value={number('daysLate')} one="# day late" other="# days late" />;
    case 'overbooked': {
      const elsewhere = number('tasksElsewhere');
      return (
        <>
          {formatPercent(number('percent'))} · <Plural value={elsewhere} _0="all of it in this project" one="# task of it in another project" other="# tasks of it in other projects" />
        </>
      );
    }
    case 'budget': {
      const [spent, done] = [formatPercent(number('spentPercent')), formatPercent(number('progress'))];
      return (
        <Trans>
          {spent} spent, {done} done
        </Trans>
      );
    }
    case 'milestone':
      return <Plural value={number('tasksLeft')} _0="no tasks left" one="# task left" other="# tasks left" />;
    case 'stale':
      return <Plural value={number('longestDays')} one="the longest for # day" other="the longest for # days" />;
    default:
      return null;
  }
}
