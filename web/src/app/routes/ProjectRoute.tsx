import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatch, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { IconAlertTriangle, IconCalendar, IconCalendarEvent, IconClockDollar, IconDots, IconFileImport, IconLayoutKanban, IconList, IconNotes, IconPlus, IconSettings, IconTimeline, IconUsers } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { projectActions, projectMenu } from '~/features/projects/actions';
import { projectQuery } from '~/features/projects/api';
import { useProjectLive, useProjectsLive } from '~/features/projects/live';
import { PROJECT_TONES, projectStatusName } from '~/features/projects/marks';
import { useTasksLive } from '~/features/tasks/live';
import { boardQuery } from '~/features/tasks/api';
import { useActions } from '~/lib/actions';
import { usePref } from '~/lib/prefs';
import type { Project, Task } from '~/lib/models';
import { useMay, useStaff } from '~/lib/policy';
import { Button, buttonClass, IconButton, type Icon } from '~/ui/Button';
import { Menu } from '~/ui/Menu';
import { Page, PageHeader, tabClass } from '~/ui/PageHeader';
import { Dot } from '~/ui/Pill';
import { Bone, ErrorState, NoRight } from '~/ui/States';
import { Tip } from '~/ui/Tip';
import type { View } from '../search';
import { ProjectInsights, ProjectRisks, useProjectTools } from './ProjectExtras';
import { TaskViews, taskView, useTaskFilters, ViewMenu, ViewToolbar } from './TaskViews';
import { Milestones, MoneyTab, Overview, PlanningViews, ProjectPeople, ProjectSettings, TaskSummary } from './viewParts';

const NewTask = lazy(() => import('~/features/tasks/NewTask').then((module) => ({ default: module.NewTask })));
const ImportDialog = lazy(() => import('~/features/imports/ImportDialog').then((module) => ({ default: module.ImportDialog })));

export function ProjectRoute() {
  const { org, projectId } = useParams({ from: '/o/$org/projects/$projectId' });
  const { data: project, error, refetch } = useQuery(projectQuery(projectId));
  useTasksLive(projectId);
  useProjectLive(projectId);
  useProjectsLive();
  if (error && !project) {
    return (
      <Page>
        <ErrorState
          error={error}
          onRetry={() => void refetch()}
          home={
            <Link to="/o/$org/projects" params={{ org }} className={buttonClass()}>
              <Trans>All projects</Trans>
            </Link>
          }
        />
      </Page>
    );
  }
  return project ? <ProjectPage key={projectId} project={project} /> : <PendingPage />;
}

function PendingPage() {
  return (
    <Page>
      <PageHeader title={t`Project`} tabs={<Bone w="var(--col-lg)" />} />
    </Page>
  );
}

const FROM = '/o/$org/projects/$projectId';
/** What a client does not get to see, even by its address. */
const STAFF_VIEWS: ReadonlySet<View> = new Set(['money', 'risks', 'people', 'settings']);

function ProjectPage({ project }: { project: Project }) {
  const { org, projectId } = useParams({ from: FROM });
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const may = useMay();
  const staff = useStaff();
  const openTask = useMatch({ from: '/o/$org/projects/$projectId/tasks/$taskId', shouldThrow: false });
  const [importing, setImporting] = useState(false);
  const [creating, setCreating] = useState(false);
  usePref('pins');
  const view = search.view ?? 'board';
  const mayCreate = may('tasks', 'create');
  const { resolved, onFilters } = useTaskFilters();
  const over = taskView(view);
  const counts = useQuery(boardQuery(projectId));
  const total = counts.data?.columns.reduce((sum, column) => sum + column.count, 0);

  const link = useCallback(
    (task: Task, props: Record<string, unknown>) => (
      <Link to="/o/$org/projects/$projectId/tasks/$taskId" params={{ org, projectId: task.projectId, taskId: task.id }} search={(before) => before} {...props} />
    ),
    [org],
  );
  const openById = (taskId: string) => void navigate({ to: '/o/$org/projects/$projectId/tasks/$taskId', params: { org, projectId, taskId }, search: (before) => before });
  const leave = () => void navigate({ to: '/o/$org/projects', params: { org } });
  const toView = (next: View) => void navigate({ to: FROM, params: { org, projectId }, search: (before) => ({ ...before, view: next === 'board' ? undefined : next }) });
  const tools = useProjectTools(project);
  const group = t`View`;
  useActions([
    ...projectActions(project, leave),
    ...tools.actions,
    { id: 'view.overview', label: t`Overview`, group, keys: 'g o', icon: IconNotes, run: () => toView('overview') },
    { id: 'view.board', label: t`Board`, group, keys: 'g b', icon: IconLayoutKanban, run: () => toView('board') },
    { id: 'view.list', label: t`List`, group, keys: 'g l', icon: IconList, run: () => toView('list') },
    { id: 'view.timeline', label: t`Timeline`, group, keys: 'g t', icon: IconTimeline, run: () => toView('timeline') },
    { id: 'view.calendar', label: t`Calendar`, group, keys: 'g c', icon: IconCalendar, run: () => toView('calendar') },
    { id: 'task.create', label: t`New task`, group: t`Task`, keys: 'c', icon: IconPlus, enabled: mayCreate, run: () => setCreating(true) },
    { id: 'project.import', label: t`Import a backlog`, group: t`Project`, icon: IconFileImport, enabled: mayCreate, run: () => setImporting(true) },
  ]);

  const tabs: [View, string, Icon][] = [
    ['overview', t`Overview`, IconNotes],
    ['board', t`Board`, IconLayoutKanban],
    ['list', t`List`, IconList],
    ['timeline', t`Timeline`, IconTimeline],
    ['calendar', t`Calendar`, IconCalendar],
    ['milestones', t`Milestones`, IconCalendarEvent],
    ...(staff ? ([['money', t`Time & money`, IconClockDollar], ['risks', t`Risks`, IconAlertTriangle], ['people', t`People`, IconUsers], ['settings', t`Settings`, IconSettings]] satisfies [View, string, Icon][]) : []),
  ];
  return (
    <Page>
      <PageHeader
        crumbs={[
          <Link key="projects" to="/o/$org/projects" params={{ org }}>
            <Trans>Projects</Trans>
          </Link>,
        ]}
        mark={
          <Tip label={projectStatusName(project.status)}>
            <span role="img" aria-label={projectStatusName(project.status)} style={{ display: 'inline-flex' }}>
              <Dot tone={PROJECT_TONES[project.status]} hollow={project.status === 'archived'} />
            </span>
          </Tip>
        }
        title={project.name}
        count={total}
        beside={<Menu position="bottom-start" trigger={<IconButton size="sm" icon={IconDots} label={t`Project actions`} />} groups={[{ items: tools.actions }, ...projectMenu(project, leave)]} />}
        actions={
          mayCreate ? (
            <>
              <Button look="quiet" folds icon={IconFileImport} onClick={() => setImporting(true)}>
                <Trans>Import</Trans>
              </Button>
              <Button look="primary" icon={IconPlus} onClick={() => setCreating(true)}>
                <Trans>New task</Trans>
              </Button>
            </>
          ) : null
        }
        tabs={
          <>
            {tabs.map(([id, name, TabIcon]) => (
          <Link
            key={id}
            to={FROM}
            params={{ org, projectId }}
            search={(before) => ({ ...before, view: id === 'board' ? undefined : id })}
            className={tabClass}
            activeOptions={{ includeSearch: true, explicitUndefined: true }}
          >
            <TabIcon size={16} stroke={1.75} />
            {name}
          </Link>
            ))}
            {over ? (
              <Suspense fallback={null}>
                <ViewMenu org={org} projectId={projectId} view={over} />
              </Suspense>
            ) : null}
          </>
        }
      />
      {over ? <ViewToolbar projectId={projectId} view={over} /> : null}
      <Suspense fallback={null}>
      {view === 'board' || view === 'list' ? (
        <TaskViews
          projectId={projectId}
          view={view}
          link={link}
          openId={openTask?.params.taskId}
          emptyActions={
            mayCreate ? (
              <>
                <Button icon={IconPlus} onClick={() => setCreating(true)}>
                  <Trans>New task</Trans>
                </Button>
                <Button icon={IconFileImport} onClick={() => setImporting(true)}>
                  <Trans>Import a backlog</Trans>
                </Button>
              </>
            ) : null
          }
        />
      ) : null}
      {view === 'timeline' || view === 'calendar' ? (
        <PlanningViews
          view={view}
          project={project}
          filters={resolved}
          link={link}
          openId={openTask?.params.taskId}
          onOpen={openById}
          onClearFilters={() => onFilters({})}
          emptyActions={
            mayCreate ? (
              <Button icon={IconPlus} onClick={() => setCreating(true)}>
                <Trans>New task</Trans>
              </Button>
            ) : null
          }
        />
      ) : null}
      {view === 'overview' ? (
        <Overview
          project={project}
          summary={
            <>
              <TaskSummary
                projectId={projectId}
                link={(status, props) => <Link to={FROM} params={{ org, projectId }} search={{ view: 'list', status }} {...props} />}
              />
              {staff ? <ProjectInsights project={project} /> : null}
            </>
          }
        />
      ) : null}
      {view === 'milestones' ? <Milestones project={project} /> : null}
      {staff || !STAFF_VIEWS.has(view) ? null : (
        <NoRight
          home={
            <Link to={FROM} params={{ org, projectId }} className={buttonClass()}>
              <Trans>To the board</Trans>
            </Link>
          }
        />
      )}
      {view === 'risks' && staff ? <ProjectRisks project={project} /> : null}
      {view === 'money' && staff ? (
        <MoneyTab
          project={project}
          taskLink={(taskId, props) => <Link to="/o/$org/projects/$projectId/tasks/$taskId" params={{ org, projectId, taskId }} search={(before) => before} {...props} />}
        />
      ) : null}
      {view === 'people' && staff ? <ProjectPeople project={project} /> : null}
      {view === 'settings' && staff ? <ProjectSettings project={project} /> : null}
      </Suspense>
      <Outlet />
      {tools.dialogs}
      <Suspense fallback={null}>
      {creating ? <NewTask projectId={projectId} open onClose={() => setCreating(false)} onCreated={(task) => openById(task.id)} /> : null}
      {importing ? <ImportDialog open onClose={() => setImporting(false)} project={project} onDone={() => setImporting(false)} /> : null}
      </Suspense>
    </Page>
  );
}
