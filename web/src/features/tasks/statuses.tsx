import type { BoardStatus, Task, TaskStatus } from '~/lib/models';
import { mayGo, useStatuses } from '~/lib/projectParts';
import type { Option } from '~/ui/Picker';
import { StatusMark, statusName, statusOptions } from './marks';
import type { TaskChange } from './write';

/** The statuses that a task may be given now: the project's own that its transitions allow, else the six. */
export function choicesFor(task: Task, own: readonly BoardStatus[]): Option[] {
  return own.length === 0 ? statusOptions() : ownOptions(own.filter((status) => mayGo(own, task.statusId, status.id)));
}

export function ownOptions(own: readonly BoardStatus[]): Option[] {
  return own.map((status) => ({ value: status.id, label: status.name, icon: <StatusMark status={status.category} /> }));
}

/** What a picked choice changes. */
export function changeFor(value: string, own: readonly BoardStatus[]): TaskChange {
  const status = own.find((other) => other.id === value);
  return status ? { statusId: status.id, status: status.category } : { status: value as TaskStatus };
}

export function nameOf(task: Pick<Task, 'status' | 'statusId'>, own: readonly BoardStatus[]): string {
  return own.find((status) => status.id === task.statusId)?.name ?? statusName(task.status);
}

/** The statuses of the task's project as far as they concern it: a task without one of its project's own is not asked about. */
export function useStatusesOf(task: Task, wanted = false): BoardStatus[] {
  return useStatuses(task.statusId !== null || wanted ? task.projectId : null);
}
