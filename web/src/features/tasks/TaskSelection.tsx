import { useQuery } from '@tanstack/react-query';
import { useMe } from '~/lib/me';
import { milestonesQuery } from '~/lib/milestones';
import { usePeople, useStranger } from '~/lib/people';
import { useStaff } from '~/lib/policy';
import { useStatuses } from '~/lib/projectParts';
import type { Selection } from '~/lib/selection';
import { useLabels } from './api';
import { BulkBar } from './BulkBar';
import { heldTask } from './cache';

/** What can be done with the selected tasks, of one project or of several; fetched with the first one that is selected. */
export function TaskSelection({ projectId, selection }: { projectId: string | null; selection: Selection }) {
  const milestones = useQuery({ ...milestonesQuery(projectId ?? ''), enabled: projectId !== null }).data ?? NONE;
  const labels = useLabels(projectId);
  const statuses = useStatuses(projectId);
  const { people, byId } = usePeople();
  const { user } = useMe();
  const stranger = useStranger();
  const staff = useStaff();
  const tasks = [...selection.tasks.values()].map((task) => heldTask(task.projectId, task.id) ?? task);
  return <BulkBar tasks={tasks} milestones={milestones} labels={labels} statuses={statuses} people={{ list: staff ? people : NONE, byId, me: user.id, stranger }} onClear={selection.clear} />;
}

const NONE: never[] = [];
