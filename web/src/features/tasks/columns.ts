import type { Page, Task, TaskStatus } from '~/lib/models';
import type { InfiniteData } from '@tanstack/react-query';
import { flatten, queryClient } from '~/lib/query';
import { columnQuery } from './api';
import type { TaskFilters } from './filters';

/** The cards of a column as loaded so far, in board order. */
export function columnCards(projectId: string, status: TaskStatus, filters: TaskFilters): Task[] {
  return flatten(queryClient.getQueryData<InfiniteData<Page<Task>, unknown>>(columnQuery(projectId, status, filters).queryKey));
}
