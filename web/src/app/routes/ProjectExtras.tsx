import { t } from '@lingui/core/macro';
import { Link, useParams } from '@tanstack/react-router';
import { IconCalendarShare, IconTemplate, IconTrashX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { Action } from '~/lib/actions';
import type { Project } from '~/lib/models';
import { can, useMay } from '~/lib/policy';
import { RisksTab } from './viewParts';

const Insights = lazy(() => import('~/features/insights/Insights').then((module) => ({ default: module.Insights })));
const SaveTemplate = lazy(() => import('~/features/projects/SaveTemplate').then((module) => ({ default: module.SaveTemplate })));
const FeedDialog = lazy(() => import('~/features/feeds/FeedDialog').then((module) => ({ default: module.FeedDialog })));
const DeletedTasks = lazy(() => import('~/features/tasks/DeletedTasks').then((module) => ({ default: module.DeletedTasks })));

/** Evidence is opened where it is read: the task comes up over the project. */
function useOpenTask(projectId: string): (taskId: string, title: string) => ReactNode {
  const { org } = useParams({ from: '/o/$org/projects/$projectId' });
  return useCallback(
    (taskId: string, title: string) => (
      <Link to="/o/$org/projects/$projectId/tasks/$taskId" params={{ org, projectId, taskId }} search={(before) => before}>
        {title}
      </Link>
    ),
    [org, projectId],
  );
}

export function ProjectRisks({ project }: { project: Project }) {
  return <RisksTab project={project} openTask={useOpenTask(project.id)} />;
}

/** The overview's block; it comes after the rest, which does not wait for it. */
export function ProjectInsights({ project }: { project: Project }) {
  const openTask = useOpenTask(project.id);
  return (
    <Suspense fallback={null}>
      <Insights project={project} openTask={openTask} />
    </Suspense>
  );
}

/** What else a project's menu offers, and the dialogs that it opens. */
export function useProjectTools(project: Project): { actions: Action[]; dialogs: ReactNode } {
  const may = useMay();
  const [open, setOpen] = useState<'template' | 'feed' | 'deleted' | null>(null);
  const group = t`Project`;
  const close = () => setOpen(null);
  const actions: Action[] = [
    {
      id: 'project.template',
      label: t`Save as template`,
      group,
      icon: IconTemplate,
      enabled: can(project, 'update') && may('projects', 'create'),
      run: () => setOpen('template'),
    },
    { id: 'project.feed', label: t`Show in my calendar`, group, icon: IconCalendarShare, run: () => setOpen('feed') },
    { id: 'project.deleted', label: t`Deleted tasks`, group, icon: IconTrashX, enabled: may('tasks', 'delete'), run: () => setOpen('deleted') },
  ];
  const dialogs = (
    <Suspense fallback={null}>
      {open === 'template' ? <SaveTemplate project={project} onClose={close} /> : null}
      {open === 'feed' ? <FeedDialog project={project} onClose={close} /> : null}
      {open === 'deleted' ? <DeletedTasks projectId={project.id} onClose={close} /> : null}
    </Suspense>
  );
  return { actions, dialogs };
}
