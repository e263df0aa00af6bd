import { useLive } from '~/lib/live';
import { key, queryClient } from '~/lib/query';

const TIME = new Set(['project.TimeEntry', 'project.Task', 'project.Project']);

/** Keeps the figures of a project current while they are shown: also those that the system adds up a moment later. */
export function useMoneyLive(projectId: string): void {
  useLive(`project:${projectId}`, (events) => {
    const about = new Set(events.map((event) => event.entity));
    const stale = (...kinds: string[]) => kinds.forEach((kind) => void queryClient.invalidateQueries({ queryKey: key(kind) }));
    if (about.has('project.TimeEntry')) stale('time');
    if (about.has('project.Expense')) stale('expenses');
    if (about.has('project.Rate')) stale('rates');
    if ([...about].some((entity) => TIME.has(entity))) stale('burn');
    if (about.has('project.Expense') || about.has('project.Rate') || [...about].some((entity) => TIME.has(entity))) stale('money');
  });
}
