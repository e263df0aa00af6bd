import { t } from '@lingui/core/macro';
import type { TaskChange } from './write';

/** The fields of a change by their names on the screen. */
export function fieldNames(change: TaskChange): string {
  const names: Record<keyof TaskChange, string> = {
    title: t`Title`,
    description: t`Description`,
    status: t`Status`,
    statusId: t`Status`,
    priority: t`Priority`,
    assigneeId: t`Assignee`,
    milestoneId: t`Milestone`,
    startDate: t`Start date`,
    dueDate: t`Due date`,
    durationDays: t`Duration`,
    estimateMinutes: t`Estimate`,
    progress: t`Progress`,
    constraintType: t`Constraint`,
    constraintDate: t`Constraint`,
    parentId: t`Parent`,
    labels: t`Labels`,
    fields: t`Custom fields`,
    storyPoints: t`Story points`,
    clientVisible: t`Shared with client`,
  };
  return [...new Set((Object.keys(change) as (keyof TaskChange)[]).map((field) => names[field]))].join(', ');
}
