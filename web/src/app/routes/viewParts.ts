import { type AsyncRouteComponent, lazyRouteComponent } from '@tanstack/react-router';
import type { View } from '../search';

/**
 * What the views of a project are made of. Each is fetched when its view is first asked for, so that the way to the board stays short, and
 * by the route, before anything is drawn: a part that is still on its way when React draws its place is kept back for 300 ms more.
 */
export const Board = lazyRouteComponent(() => import('~/features/tasks/Board'), 'Board');
export const BoardControls = lazyRouteComponent(() => import('~/features/tasks/DisplayControls'), 'BoardControls');
export const ListControls = lazyRouteComponent(() => import('~/features/tasks/DisplayControls'), 'ListControls');
export const SavedViews = lazyRouteComponent(() => import('~/features/tasks/SavedViews'), 'SavedViews');
export const TaskList = lazyRouteComponent(() => import('~/features/tasks/TaskList'), 'TaskList');
export const TaskSummary = lazyRouteComponent(() => import('~/features/tasks/TaskSummary'), 'TaskSummary');
export const PlanningViews = lazyRouteComponent(() => import('./PlanningViews'), 'PlanningViews');
export const Overview = lazyRouteComponent(() => import('~/features/projects/Overview'), 'Overview');
export const Milestones = lazyRouteComponent(() => import('~/features/projects/Milestones'), 'Milestones');
export const MoneyTab = lazyRouteComponent(() => import('~/features/money/MoneyTab'), 'MoneyTab');
export const RisksTab = lazyRouteComponent(() => import('~/features/risks/RisksTab'), 'RisksTab');
export const ProjectPeople = lazyRouteComponent(() => import('~/features/projects/ProjectPeople'), 'ProjectPeople');
export const ProjectSettings = lazyRouteComponent(() => import('~/features/projects/ProjectSettings'), 'ProjectSettings');

const PARTS: Record<View, Pick<AsyncRouteComponent<never>, 'preload'>[]> = {
  overview: [Overview, TaskSummary],
  board: [Board, BoardControls, SavedViews],
  list: [TaskList, ListControls, SavedViews],
  timeline: [PlanningViews, SavedViews],
  calendar: [PlanningViews, SavedViews],
  milestones: [Milestones],
  money: [MoneyTab],
  risks: [RisksTab],
  people: [ProjectPeople],
  settings: [ProjectSettings],
};

/** Ends when all that the view is made of is here. */
export async function fetchView(view: View): Promise<void> {
  await Promise.all(PARTS[view].map((part) => part.preload?.()));
}
