import { t } from '@lingui/core/macro';
import type { MilestoneStatus, ProjectStatus } from '~/lib/models';
import type { Option } from '~/ui/Picker';
import { Dot, type Tone } from '~/ui/Pill';

export const PROJECT_STATUSES: ProjectStatus[] = ['planning', 'active', 'on_hold', 'completed', 'cancelled', 'archived'];

export function projectStatusName(status: ProjectStatus): string {
  const names: Record<ProjectStatus, string> = {
    planning: t`Planning`,
    active: t`Active`,
    on_hold: t`On hold`,
    completed: t`Completed`,
    cancelled: t`Cancelled`,
    archived: t`Archived`,
  };
  return names[status];
}

export const PROJECT_TONES: Record<ProjectStatus, Tone> = { planning: 'blue', active: 'green', on_hold: 'amber', completed: 'accent', cancelled: 'grey', archived: 'grey' };

export function projectStatusOptions(): Option[] {
  return PROJECT_STATUSES.map((status) => ({ value: status, label: projectStatusName(status), icon: <Dot tone={PROJECT_TONES[status]} hollow={status === 'archived'} /> }));
}

export const MILESTONE_STATUSES: MilestoneStatus[] = ['planned', 'in_progress', 'completed', 'missed', 'cancelled'];

export function milestoneStatusName(status: MilestoneStatus): string {
  const names: Record<MilestoneStatus, string> = {
    planned: t`Planned`,
    in_progress: t`In progress`,
    completed: t`Completed`,
    missed: t`Missed`,
    cancelled: t`Cancelled`,
  };
  return names[status];
}

export const MILESTONE_TONES: Record<MilestoneStatus, Tone> = { planned: 'grey', in_progress: 'amber', completed: 'green', missed: 'red', cancelled: 'grey' };
