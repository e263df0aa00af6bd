import { t } from '@lingui/core/macro';
import { IconCalendar } from '@tabler/icons-react';
import { type Day, daysBetween, formatDay, formatDayLong, today } from '~/lib/dates';
import type { TaskPriority, TaskStatus } from '~/lib/models';
import { cx } from '~/ui/cx';
import type { Option } from '~/ui/Picker';
import { Tip } from '~/ui/Tip';
import { PRIORITIES, STATUSES } from './filters';
import css from './marks.module.css';

export function statusName(status: TaskStatus): string {
  const names: Record<TaskStatus, string> = {
    backlog: t`Backlog`,
    todo: t`To do`,
    in_progress: t`In progress`,
    in_review: t`In review`,
    done: t`Done`,
    cancelled: t`Cancelled`,
  };
  return names[status];
}

/** How far it is, as a circle that fills. */
export function StatusMark({ status }: { status: TaskStatus }) {
  const share = { backlog: 0, todo: 0, in_progress: 0.5, in_review: 0.78, done: 1, cancelled: 1 }[status];
  const turn = 2 * Math.PI * 2;
  return (
    <svg aria-hidden width="16" height="16" viewBox="0 0 16 16" fill="none" className={css[status]}>
      {share === 1 ? (
        <circle cx="8" cy="8" r="7" fill="currentColor" />
      ) : (
        <circle cx="8" cy="8" r="6.2" stroke="currentColor" strokeWidth="1.6" strokeDasharray={status === 'backlog' ? '2 1.9' : undefined} />
      )}
      {share > 0 && share < 1 ? (
        <circle cx="8" cy="8" r="2" stroke="currentColor" strokeWidth="4" strokeDasharray={`${share * turn} ${turn}`} transform="rotate(-90 8 8)" />
      ) : null}
      {status === 'done' ? <path d="M4.9 8.3l2.1 2.1 4.1-4.5" className={css.sign} strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" /> : null}
      {status === 'cancelled' ? <path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8" className={css.sign} strokeWidth="1.6" strokeLinecap="round" /> : null}
    </svg>
  );
}

export function priorityName(priority: TaskPriority | null | undefined): string {
  if (!priority) return t`No priority`;
  const names: Record<TaskPriority, string> = { urgent: t`Urgent`, high: t`High`, medium: t`Medium`, low: t`Low` };
  return names[priority];
}

export function PriorityMark({ priority }: { priority: TaskPriority | null | undefined }) {
  if (priority === 'urgent') {
    return (
      <svg aria-hidden width="16" height="16" viewBox="0 0 16 16" className={css.urgent}>
        <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
        <path d="M8 4.4v4.4m0 2.3v.4" className={css.sign} strokeWidth="1.8" strokeLinecap="round" />
      </svg>
    );
  }
  const level = priority ? { low: 1, medium: 2, high: 3 }[priority] : 0;
  if (level === 0) {
    return (
      <svg aria-hidden width="16" height="16" viewBox="0 0 16 16" className={css.none}>
        <path d="M3 8h2.4M6.8 8h2.4M10.6 8H13" stroke="currentColor" strokeWidth="1.6" />
      </svg>
    );
  }
  return (
    <svg aria-hidden width="16" height="16" viewBox="0 0 16 16" fill="currentColor" className={css.bars}>
      {[1, 2, 3].map((bar) => (
        <rect key={bar} x={bar * 4 - 2} y={12 - bar * 3} width="2.6" height={bar * 3 + 1} rx="1" data-off={bar > level || undefined} />
      ))}
    </svg>
  );
}

/** A due date; late and soon only while there is still something to do. */
export function Due({ day, open, icon, bare }: { day: Day; open: boolean; icon?: boolean; bare?: boolean }) {
  const left = daysBetween(today(), day);
  const late = open && left < 0;
  const text = formatDay(day);
  return (
    <Tip label={() => formatDayLong(day)} disabled={bare ?? false}>
      <span className={cx(css.due, late && css.late, open && !late && left <= 2 && css.soon)}>
        {icon ? <IconCalendar aria-hidden size={14} stroke={1.75} /> : null}
        {late ? <span className="sr">{t`Overdue:`}</span> : null}
        {text}
      </span>
    </Tip>
  );
}

export function statusOptions(): Option[] {
  return STATUSES.map((status) => ({ value: status, label: statusName(status), icon: <StatusMark status={status} /> }));
}

export function priorityOptions(withNone = true): Option[] {
  const none: Option[] = withNone ? [{ value: '', label: priorityName(null), icon: <PriorityMark priority={null} /> }] : [];
  return [...none, ...PRIORITIES.map((priority) => ({ value: priority, label: priorityName(priority), icon: <PriorityMark priority={priority} /> }))];
}
