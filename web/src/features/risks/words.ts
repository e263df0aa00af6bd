import { plural, t } from '@lingui/core/macro';
import { formatMinutes } from '~/lib/duration';
import { count, type Evidence, readEvidence } from '~/lib/evidence';
import { formatPercent } from '~/lib/format';
import type { Risk, User } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';

type People = ReadonlyMap<string, User>;

/**
 * What might happen, in the reader's language where the system suggested it: the server tells what it found and the numbers. Once somebody has
 * worded it, it is theirs.
 */
export function riskWords(risk: Risk, people: People): string {
  const evidence = readEvidence(risk.evidence);
  return evidence.text === risk.description ? (wordsOf(evidence, people) ?? risk.description) : risk.description;
}

/** The same, with the people of the organization. */
export function useRiskWords(): (risk: Risk) => string {
  const { byId } = usePeople();
  return (risk) => riskWords(risk, byId);
}

function wordsOf({ kind, numbers, records }: Evidence, people: People): string | null {
  const number = (name: string) => count(numbers, name);
  const [first, second] = records;
  const progress = formatPercent(number('progress'));
  switch (kind) {
    case 'slipped': {
      const [task, days] = [first?.title ?? '…', number('daysLate')];
      const before = second?.title;
      return before
        ? plural(days, {
            one: `“${task}” cannot start as planned: “${before}”, which it waits for, ends # day too late.`,
            other: `“${task}” cannot start as planned: “${before}”, which it waits for, ends # days too late.`,
          })
        : plural(days, {
            one: `“${task}” cannot start as planned: a task of another project, which it waits for, ends # day too late.`,
            other: `“${task}” cannot start as planned: a task of another project, which it waits for, ends # days too late.`,
          });
    }
    case 'overbooked': {
      const who = personName(people.get(first?.id ?? ''));
      const [work, hours] = [formatMinutes(number('minutes')), formatMinutes(number('capacityMinutes'))];
      return t`${who} has ${work} of work due in the next two weeks, and ${hours} to do it in.`;
    }
    case 'budget': {
      const spent = formatPercent(number('spentPercent'));
      return t`${spent} of the budget is spent and ${progress} of the work is done.`;
    }
    case 'milestone': {
      const [title, overdue, expected] = [first?.title ?? '…', number('daysOverdue'), formatPercent(number('expected'))];
      return overdue > 0
        ? plural(overdue, {
            one: `The milestone “${title}” was due # day ago and stands at ${progress}.`,
            other: `The milestone “${title}” was due # days ago and stands at ${progress}.`,
          })
        : t`The milestone “${title}” should be at ${expected} and stands at ${progress}.`;
    }
    case 'stale':
      return plural(number('tasks'), {
        one: '# task is said to be at work and was not touched for two weeks or longer.',
        other: '# tasks are said to be at work and were not touched for two weeks or longer.',
      });
    default:
      return null;
  }
}
