import { t } from '@lingui/core/macro';
import { IconCalendarRepeat, IconCheckbox, IconCircleDashed, IconClock, IconLink, IconMessageX, IconPaperclip, IconPencil, IconPlus, IconUser } from '@tabler/icons-react';
import { dayOf, formatDay } from '~/lib/dates';
import { formatMinutes } from '~/lib/duration';
import { formatNumber, formatPercent } from '~/lib/format';
import type { BoardStatus, CustomField, Milestone, TaskHistoryEntry, TaskPriority, TaskStatus } from '~/lib/models';
import type { Icon } from '~/ui/Button';
import { fieldNames } from './fieldNames';
import { priorityName, statusName } from './marks';
import type { TaskChange } from './write';

/** What a line of history needs to call things by their names. */
export interface Names {
  person: (id: string) => string;
  statuses: readonly BoardStatus[];
  milestones: readonly Milestone[];
  fields: readonly CustomField[];
  /** Checklist lines and other tasks, as far as they are known here. */
  line: (id: string) => string | undefined;
  task: (id: string) => string | undefined;
}

export interface Told {
  icon: Icon;
  text: string;
}

type Changes = TaskHistoryEntry['changes'];
const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** One thing that happened, in words after the person's name; null for what is no news here, such as a comment that is shown itself. */
export function tell(entry: TaskHistoryEntry, names: Names): Told | null {
  const [, kind = '', done = ''] = entry.type.split('.');
  const changes = entry.changes;
  const either = (name: string) => text(changes[name]?.[1]) || text(changes[name]?.[0]);
  switch (kind) {
    case 'task':
      return tellTask(done, changes, names);
    case 'task_checklist': {
      const line = either('item') || names.line(entry.entityId) || '…';
      if (done === 'created') return { icon: IconCheckbox, text: t`added the step “${line}”` };
      if (done === 'deleted') return { icon: IconCheckbox, text: t`removed the step “${line}”` };
      if (changes['isCompleted']) return { icon: IconCheckbox, text: changes['isCompleted'][1] ? t`ticked “${line}”` : t`unticked “${line}”` };
      return changes['item'] ? { icon: IconCheckbox, text: t`renamed a step to “${line}”` } : null;
    }
    case 'task_attachment': {
      const name = either('name');
      return { icon: IconPaperclip, text: done === 'created' ? t`attached “${name}”` : t`removed the file “${name}”` };
    }
    case 'task_dependency': {
      const other = names.task(either('dependsOnId'));
      if (done === 'created') return { icon: IconLink, text: other ? t`made it wait for “${other}”` : t`made it wait for another task` };
      if (done === 'deleted') return { icon: IconLink, text: other ? t`made it wait no more for “${other}”` : t`took a dependency away` };
      return { icon: IconLink, text: t`changed a dependency` };
    }
    case 'task_recurrence':
      if (changes['lastTaskId']) return { icon: IconCalendarRepeat, text: t`made the next one` };
      if (done === 'created') return { icon: IconCalendarRepeat, text: t`made it repeat` };
      return { icon: IconCalendarRepeat, text: done === 'deleted' ? t`stopped the repeating` : t`changed how it repeats` };
    case 'time_entry': {
      const minutes = Number(changes['minutes']?.[1] ?? changes['minutes']?.[0] ?? 0);
      if (done === 'deleted') return { icon: IconClock, text: t`removed logged time` };
      return minutes > 0 ? { icon: IconClock, text: t`logged ${formatMinutes(minutes)}` } : null;
    }
    case 'task_comment':
      return done === 'deleted' ? { icon: IconMessageX, text: t`took a comment back` } : null;
    default:
      return null;
  }
}

function tellTask(done: string, changes: Changes, names: Names): Told | null {
  if (done === 'created') return { icon: IconPlus, text: t`created this task` };
  if (done === 'deleted') return { icon: IconPencil, text: t`deleted this task` };
  if (changes['deletedAt']) return { icon: IconPlus, text: t`brought it back` };
  // The own status says both.
  const shown = Object.keys(changes).filter((name) => !(name === 'status' && changes['statusId']?.[1]) && !(name === 'statusId' && changes['status'] && !changes['statusId']?.[1]));
  const parts = shown.flatMap((name) => changeOf(name, changes[name] ?? [], names));
  if (parts.length === 0) return null;
  const icon = changes['status'] || changes['statusId'] ? IconCircleDashed : changes['assigneeId'] ? IconUser : IconPencil;
  return { icon, text: parts.join('; ') };
}

function changeOf(name: string, [before, after]: unknown[], names: Names): string[] {
  if (name === 'fields') return fieldChanges(before, after, names);
  const field = fieldNames({ [name]: null } as unknown as TaskChange);
  if (name === 'description') return [after ? t`changed the description` : t`removed the description`];
  if (name === 'title') return [t`renamed it from “${text(before)}”`];
  if (name === 'assigneeId') return [after ? t`assigned it to ${names.person(text(after))}` : t`took it from ${names.person(text(before))}`];
  if (name === 'clientVisible') return [after ? t`shared it with the client` : t`stopped sharing it with the client`];
  const [old, now] = [valueOf(name, before, names), valueOf(name, after, names)];
  if (!now) return [t`cleared ${field}`];
  return [old ? t`changed ${field} from ${old} to ${now}` : t`set ${field} to ${now}`];
}

function fieldChanges(before: unknown, after: unknown, names: Names): string[] {
  const [old, now] = [before, after].map((value) => (value ?? {}) as Record<string, unknown>);
  return names.fields
    .filter((field) => JSON.stringify(old?.[field.id]) !== JSON.stringify(now?.[field.id]))
    .map((field) => {
      const value = now?.[field.id];
      if (value === undefined || value === null) return t`cleared ${field.name}`;
      const shown = field.kind === 'person' ? names.person(text(value)) : field.kind === 'date' ? dayText(value) : typeof value === 'number' ? formatNumber(value) : text(value);
      return t`set ${field.name} to ${shown}`;
    });
}

function dayText(value: unknown): string {
  const day = dayOf(text(value));
  return day ? formatDay(day) : '';
}

function valueOf(name: string, value: unknown, names: Names): string {
  if (value === null || value === undefined) return '';
  switch (name) {
    case 'status':
      return statusName(value as TaskStatus);
    case 'statusId':
      return names.statuses.find((status) => status.id === value)?.name ?? '';
    case 'priority':
      return priorityName(value as TaskPriority);
    case 'milestoneId':
      return names.milestones.find((milestone) => milestone.id === value)?.title ?? '…';
    case 'parentId':
      return names.task(text(value)) ?? t`another task`;
    case 'startDate':
    case 'dueDate':
    case 'constraintDate':
      return dayText(value);
    case 'estimateMinutes':
      return formatMinutes(Number(value));
    case 'progress':
      return formatPercent(Number(value));
    case 'labels':
      return Array.isArray(value) ? value.join(', ') : '';
    default:
      return typeof value === 'number' ? formatNumber(value) : text(value).replaceAll('_', ' ');
  }
}
