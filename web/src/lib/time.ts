import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, ifMatch, ok } from './client';
import { formatLocale } from './i18n';
import { useLive } from './live';
import { useMe } from './me';
import type { TimeEntry } from './models';
import { useMay, useStaff } from './policy';
import { fetchAll, key, queryClient } from './query';

/** Logged time: used by the frame (the timer that runs), by the panel of a task and by the project's time and money. */

export type TimeFilters = { projectId?: string; taskId?: string; userId?: string; billable?: boolean; after?: string };

/** The filters as the query of `GET /api/project/time-entries`, the latest first. */
export function toTimeQuery(filters: TimeFilters) {
  return {
    ...(filters.projectId ? { projectId: [filters.projectId] } : {}),
    ...(filters.taskId ? { taskId: [filters.taskId] } : {}),
    ...(filters.userId ? { userId: [filters.userId] } : {}),
    ...(filters.billable === undefined ? {} : { billable: [filters.billable] }),
    ...(filters.after ? { startedAtAfter: filters.after } : {}),
    sort: '-startedAt' as const,
  };
}

export function timeQuery(filters: TimeFilters) {
  return queryOptions({
    queryKey: key('time', filters),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/time-entries', { params: { query: { ...toTimeQuery(filters), limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
  });
}

function timerQuery(userId: string) {
  return queryOptions({
    queryKey: key('timer'),
    queryFn: async () => {
      const page = await ok(api.GET('/api/project/time-entries', { params: { query: { userId: [userId], running: true, limit: 1 } } }));
      return page.items[0] ?? null;
    },
  });
}

/** Whoever works on tasks logs time; people of clients do not. */
export function useMayLogTime(): boolean {
  const may = useMay();
  return useStaff() && may('tasks', 'update');
}

/** The timer of the reader that runs, or null; it is kept current in every window. */
export function useTimer(): TimeEntry | null {
  const me = useMe();
  const mayLog = useMayLogTime();
  const { data } = useQuery({ ...timerQuery(me.user.id), enabled: mayLog });
  useLive(mayLog ? `user:${me.user.id}` : null, (events) => {
    if (events.some((event) => event.entity === 'project.TimeEntry')) void timeChanged();
  });
  return data ?? null;
}

/** Everything that is added up of logged time is read again. */
export async function timeChanged(): Promise<void> {
  await Promise.all(['timer', 'time', 'money', 'burn'].map((kind) => queryClient.invalidateQueries({ queryKey: key(kind) })));
}

export async function startTimer(body: { taskId?: string; projectId?: string; note?: string }): Promise<void> {
  const entry = await ok(api.POST('/api/project/time-entries/start', { body }));
  queryClient.setQueryData(key('timer'), entry);
  await timeChanged();
}

export async function stopTimer(entry: TimeEntry): Promise<TimeEntry> {
  const stopped = await ok(api.POST('/api/project/time-entries/{id}/stop', { params: { path: { id: entry.id } } }));
  queryClient.setQueryData(key('timer'), null);
  await timeChanged();
  return stopped;
}

export interface EntryBody {
  startedAt: string;
  minutes: number;
  projectId?: string;
  taskId?: string;
  userId?: string;
  note?: string | null;
  billable?: boolean;
}

export async function logTime(body: EntryBody): Promise<void> {
  await ok(api.POST('/api/project/time-entries', { body }));
  await timeChanged();
}

export async function changeTime(entry: TimeEntry, body: Partial<Omit<EntryBody, 'userId' | 'taskId'>> & { taskId?: string | null }): Promise<void> {
  await ok(api.PATCH('/api/project/time-entries/{id}', { params: { path: { id: entry.id }, header: ifMatch(entry) }, body }));
  await timeChanged();
}

export async function removeTime(entry: TimeEntry): Promise<void> {
  await ok(api.DELETE('/api/project/time-entries/{id}', { params: { path: { id: entry.id } } }));
  await timeChanged();
}

/** What takes a removed entry back: another one with the same content. */
export function sameTime(entry: TimeEntry): EntryBody {
  const { startedAt, minutes, projectId, taskId, userId, note, billable } = entry;
  return { startedAt, minutes, ...(taskId ? { taskId } : { projectId }), userId, note, billable };
}

/** How long a timer has run, as on a stopwatch: `1:04:09`. */
export function formatClock(startedAt: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000));
  const two = new Intl.NumberFormat(formatLocale(), { minimumIntegerDigits: 2, useGrouping: false });
  const one = new Intl.NumberFormat(formatLocale(), { useGrouping: false });
  return `${one.format(Math.floor(seconds / 3600))}:${two.format(Math.floor(seconds / 60) % 60)}:${two.format(seconds % 60)}`;
}

/** The present moment, anew each second while something is counted. */
export function useNow(counting: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!counting) return undefined;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [counting]);
  return now;
}
