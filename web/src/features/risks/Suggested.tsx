import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatMinutes } from '~/lib/duration';
import { count, type Evidence, readEvidence } from '~/lib/evidence';
import { formatPercent } from '~/lib/format';
import type { Risk } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Button } from '~/ui/Button';
import { Pill } from '~/ui/Pill';
import { acceptRisk, deleteRisk } from './api';
import { levelName, score, scoreTone } from './levels';
import css from './risks.module.css';

/** How a task of the project is linked to. */
export type OpenTask = (taskId: string, title: string) => ReactNode;

/** A risk that the numbers suggest, with what they are; a person takes it or puts it away. */
export function Suggested({ risk, openTask }: { risk: Risk; openTask: OpenTask }) {
  const evidence = readEvidence(risk.evidence);
  const [likely, hard] = [levelName(risk.probability), levelName(risk.impact)];
  const tasks = evidence.records.filter((record) => record.entity === 'project.Task');
  return (
    <li className={css.suggestion}>
      <div className={css.words}>
        <p><RiskText risk={risk} /></p>
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
          <Button size="sm" onClick={() => void acceptRisk(risk)} aria-label={t`Accept: ${risk.description}`}>
            <Trans>Accept</Trans>
          </Button>
          <Button size="sm" look="quiet" onClick={() => void deleteRisk(risk)} aria-label={t`Dismiss: ${risk.description}`}>
            <Trans>Dismiss</Trans>
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** What might happen. The system names people by their id; the reader sees who it is, until somebody words it otherwise. */
export function RiskText({ risk }: { risk: Risk }) {
  const { byId } = usePeople();
  const evidence = readEvidence(risk.evidence);
  const person = evidence.records.find((record) => record.entity === 'auth.User');
  if (evidence.kind !== 'overbooked' || !person || !risk.description.startsWith('Somebody ')) return risk.description;
  const who = personName(byId.get(person.id));
  const [work, hours] = [formatMinutes(count(evidence.numbers, 'minutes')), formatMinutes(count(evidence.numbers, 'capacityMinutes'))];
  return (
    <Trans>
      {who} has {work} of work due in the next two weeks, and {hours} to do it in.
    </Trans>
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
