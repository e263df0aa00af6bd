import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import type { Task, TaskPriority } from '~/lib/models';
import { personName } from '~/lib/people';
import { NONE, PRIORITIES } from '~/lib/taskFilters';
import { Mark, Nobody } from '~/ui/Avatar';
import type { Option } from '~/ui/Picker';
import { PriorityMark, priorityName } from './marks';
import type { People } from './people';
import type { TaskChange } from './write';

export type Lanes = 'assignee' | 'priority';

export interface Lane {
  id: string;
  name: string;
  icon: ReactNode;
  /** What a card is given that is dropped here from another lane. */
  change: TaskChange;
}

export function knownLanes(text: string | undefined): Lanes | null {
  return text === 'assignee' || text === 'priority' ? text : null;
}

export function laneOptions(): Option[] {
  return [
    { value: '', label: t`No lanes` },
    { value: 'assignee', label: t`Assignee` },
    { value: 'priority', label: t`Priority` },
  ];
}

export function laneOf(lanes: Lanes | null, task: Task): string {
  if (lanes === null) return '';
  return (lanes === 'assignee' ? task.assigneeId : task.priority) ?? NONE;
}

/** The lanes of the board: every priority; of the people those who have a card. */
export function lanesOf(lanes: Lanes, cards: readonly Task[], people: People): Lane[] {
  if (lanes === 'priority') {
    return [...PRIORITIES, null].map((priority: TaskPriority | null) => ({
      id: priority ?? NONE,
      name: priorityName(priority),
      icon: <PriorityMark priority={priority} />,
      change: { priority },
    }));
  }
  const some = new Set(cards.map((card) => card.assigneeId ?? NONE));
  const known = people.list.toSorted((a, b) => Number(b.id === people.me) - Number(a.id === people.me)).filter((person) => some.has(person.id));
  const strangers = [...some].filter((id) => id !== NONE && !people.list.some((person) => person.id === id));
  return [
    ...known.map((person) => ({ id: person.id, name: personName(person), icon: <Mark id={person.id} name={personName(person)} />, change: { assigneeId: person.id } })),
    ...strangers.map((id) => ({ id, name: people.stranger, icon: <Nobody />, change: { assigneeId: id } })),
    { id: NONE, name: t`Nobody`, icon: <Nobody />, change: { assigneeId: null } },
  ];
}
