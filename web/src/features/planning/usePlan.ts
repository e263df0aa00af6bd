import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { milestonesQuery } from '~/lib/milestones';
import type { Milestone, Task, TaskDependency } from '~/lib/models';
import { flatten } from '~/lib/query';
import { isFiltered, type TaskFilters } from '~/lib/taskFilters';
import { baselineQuery, baselinesQuery, countQuery, linksQuery, planQuery, scheduleQuery, workCalendarQuery } from './api';
import { usePlanLive } from './live';
import type { Facts } from './PlanRow';
import { type Span, toNumber, workCalendar } from './time';

/** A timeline shows the first so many tasks; a page is two hundred. */
const MOST_PAGES = 50;
const NO_LINKS: TaskDependency[] = [];
const NO_MILESTONES: Milestone[] = [];

/** Everything a timeline is made of. Tasks come page by page and show as they come. */
export function usePlan(projectId: string, filters: TaskFilters, baselineId: string | null) {
  usePlanLive(projectId);
  const query = useInfiniteQuery(planQuery(projectId, filters));
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  const more = hasNextPage && pages < MOST_PAGES;
  useEffect(() => {
    if (more && pages > 0 && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [more, pages, isFetchingNextPage, isError, fetchNextPage]);
  const tasks = useMemo<Task[]>(() => flatten(query.data), [query.data]);
  const beyond = hasNextPage && pages >= MOST_PAGES;
  // Nobody counts what a filter leaves; of the whole project the board does.
  const whole = useQuery({ ...countQuery(projectId), enabled: beyond && !isFiltered(filters) }).data ?? null;

  const milestones = useQuery(milestonesQuery(projectId)).data ?? NO_MILESTONES;
  const links = useQuery(linksQuery(projectId)).data ?? NO_LINKS;
  const schedule = useQuery(scheduleQuery(projectId)).data;
  const calendarData = useQuery(workCalendarQuery(projectId)).data;
  const baselines = useQuery(baselinesQuery(projectId)).data;
  const kept = useQuery({ ...baselineQuery(baselineId ?? ''), enabled: baselineId !== null }).data;

  const calendar = useMemo(() => workCalendar(calendarData), [calendarData]);
  const facts = useMemo(
    () =>
      new Map(
        (schedule?.tasks ?? []).map((task): [string, Facts] => [
          task.id,
          { slackDays: task.slackDays, latestFinish: toNumber(task.latestFinish), critical: task.critical, conflict: task.conflict ?? null },
        ]),
      ),
    [schedule],
  );
  const baseline = useMemo(
    () =>
      new Map(
        Object.entries(baselineId && kept ? kept.tasks : {}).flatMap(([id, days]): [string, Span][] => {
          const [start, end] = days as unknown as [string, string];
          return [[id, { start: toNumber(start), end: toNumber(end) }]];
        }),
      ),
    [baselineId, kept],
  );
  return { query, tasks, loading: more ? tasks.length : null, beyond, whole, milestones, links, calendar, facts, baselines, baseline };
}
