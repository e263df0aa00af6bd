import { useLive } from '~/lib/live';
import { key, queryClient } from '~/lib/query';
import { rescheduleSoon } from './api';

const COMPUTED_FROM = new Set(['project.Task', 'project.TaskDependency', 'project.ProjectCalendar']);

/** What a plan shows besides tasks and milestones, which the page itself keeps current: links, baselines, working days, the schedule. */
export function usePlanLive(projectId: string): void {
  useLive(`project:${projectId}`, (events) => {
    const changed = new Set(events.map((event) => event.entity));
    if (changed.has('project.TaskDependency')) void queryClient.invalidateQueries({ queryKey: key('plan-links', projectId) });
    if (changed.has('project.ProjectCalendar')) void queryClient.invalidateQueries({ queryKey: key('plan-calendar', projectId) });
    if (changed.has('project.Baseline')) void queryClient.invalidateQueries({ queryKey: key('plan-baselines', projectId) });
    if (events.some((event) => COMPUTED_FROM.has(event.entity))) rescheduleSoon(projectId);
  });
}
