import { useQuery } from '@tanstack/react-query';
import type { BoardStatus, Task } from '~/lib/models';
import { milestonesQuery } from '~/lib/milestones';
import { useLabels } from './api';
import { BulkBar } from './BulkBar';
import type { People } from './people';

interface Props {
  projectId: string;
  tasks: Task[];
  statuses: BoardStatus[];
  people: People;
  onClear: () => void;
}

/** What can be done with the selected cards; fetched with the first one. */
export function BoardSelection({ projectId, ...props }: Props) {
  const milestones = useQuery(milestonesQuery(projectId)).data ?? NONE;
  return <BulkBar milestones={milestones} labels={useLabels(projectId)} {...props} />;
}

const NONE: never[] = [];
