import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { TaskLink } from '~/features/tasks/Card';
import { TaskToolbar } from '~/features/tasks/TaskToolbar';
import { useMe } from '~/lib/me';
import { readFilters, resolveFilters, type TaskFilters, toQuery, writeFilters } from '~/lib/taskFilters';
import { ExportMenu } from '~/ui/ExportMenu';
import { type ProjectSearch, split, type View, VIEW_KEYS } from '../search';
import { Board, BoardControls, ListControls, SavedViews, TaskList } from './viewParts';

const FROM = '/o/$org/projects/$projectId';
const TASK_VIEWS = ['board', 'list', 'timeline', 'calendar'] as const satisfies View[];
type TaskView = (typeof TASK_VIEWS)[number];

export function taskView(view: View): TaskView | null {
  return TASK_VIEWS.find((other) => other === view) ?? null;
}

/** The filters of the address: as they stand there, and as requests have them. */
export function useTaskFilters() {
  const { user } = useMe();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const filters = useMemo<TaskFilters>(() => readFilters(search), [search]);
  // By its text: another parameter of the address, such as the sorting, is no reason to ask again.
  const text = JSON.stringify(filters);
  const resolved = useMemo<TaskFilters>(() => resolveFilters(JSON.parse(text) as TaskFilters, user.id), [text, user.id]);
  const onFilters = useCallback(
    (next: TaskFilters) => void navigate({ to: '.', search: (before) => ({ ...before, ...writeFilters(next) }), replace: true }),
    [navigate],
  );
  return { filters, resolved, onFilters };
}

/** Beside the tabs: the views that were kept. */
export function ViewMenu({ org, projectId, view }: { org: string; projectId: string; view: TaskView }) {
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  return (
    <SavedViews
      projectId={projectId}
      kind={view}
      search={search}
      keys={VIEW_KEYS}
      pickedId={search.saved}
      onPick={(picked) => {
        const kind = picked?.kind ?? view;
        const kept = (picked?.config ?? {}) as ProjectSearch;
        void navigate({ to: FROM, params: { org, projectId }, search: { ...kept, view: kind === 'board' ? undefined : kind, saved: picked?.id } });
      }}
    />
  );
}

/** The line above every view over tasks: what it is narrowed to, how it is shown. */
export function ViewToolbar({ projectId, view }: { projectId: string; view: TaskView }) {
  const { filters, resolved, onFilters } = useTaskFilters();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const show = (change: Partial<ProjectSearch>) => void navigate({ to: '.', search: (before) => ({ ...before, ...change }), replace: true });
  const end =
    view === 'list' ? (
      <ListControls
        projectId={projectId}
        group={search.group}
        columns={split(search.columns)}
        tree={search.tree ?? false}
        onChange={show}
      />
    ) : view === 'board' ? (
      <BoardControls lanes={search.lanes} onLanes={(lanes) => show({ lanes })} />
    ) : undefined;
  const sort = search.sort && view === 'list' ? { sort: search.sort } : { sort: 'position' };
  return (
    <TaskToolbar
      projectId={projectId}
      filters={filters}
      onFilters={onFilters}
      end={
        <>
          {end}
          <ExportMenu path="/api/project/tasks" query={{ projectId: [projectId], ...toQuery(resolved), ...sort }} />
        </>
      }
    />
  );
}

interface Props {
  projectId: string;
  view: TaskView;
  link: TaskLink;
  openId: string | undefined;
  emptyActions: ReactNode;
}

/** The list or the board of a project. */
export function TaskViews({ projectId, view, link, openId, emptyActions }: Props) {
  const { resolved, onFilters } = useTaskFilters();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const columns = useMemo(() => split(search.columns), [search.columns]);
  if (view === 'board') return <Board projectId={projectId} filters={resolved} lanes={search.lanes} link={link} openId={openId} />;
  if (view !== 'list') return null;
  return (
    <TaskList
      projectId={projectId}
      filters={resolved}
      onClearFilters={() => onFilters({})}
      sort={search.sort}
      onSort={(sort) => void navigate({ to: '.', search: (before) => ({ ...before, sort }), replace: true })}
      group={search.group}
      columns={columns}
      tree={search.tree ?? false}
      link={link}
      emptyActions={emptyActions}
    />
  );
}
