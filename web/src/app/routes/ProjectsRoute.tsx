import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { IconDots, IconFileImport, IconPlus, IconTrashX } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { DEFAULT_SORT, exportQuery, type ProjectFilters, projectsQuery } from '~/features/projects/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { flatten } from '~/lib/query';
import { ProjectList } from '~/features/projects/ProjectList';
import { type Action, useActions } from '~/lib/actions';
import type { Project } from '~/lib/models';
import { useMay } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { ExportMenu } from '~/ui/ExportMenu';
import { Menu } from '~/ui/Menu';
import { Page, PageHeader } from '~/ui/PageHeader';
import { join, split } from '../search';

const NewProject = lazy(() => import('~/features/projects/NewProject').then((module) => ({ default: module.NewProject })));
const DeletedProjects = lazy(() => import('~/features/projects/DeletedProjects').then((module) => ({ default: module.DeletedProjects })));
const ImportDialog = lazy(() => import('~/features/imports/ImportDialog').then((module) => ({ default: module.ImportDialog })));

export function ProjectsRoute() {
  const { org } = useParams({ from: '/o/$org/projects' });
  const search = useSearch({ from: '/o/$org/projects' });
  const navigate = useNavigate();
  const may = useMay();
  const mayCreate = may('projects', 'create');
  const [creating, setCreating] = useState(false);
  const [importing, setImporting] = useState(false);
  const [deleted, setDeleted] = useState(false);
  const open = useCallback((projectId: string) => void navigate({ to: '/o/$org/projects/$projectId', params: { org, projectId } }), [navigate, org]);
  const onFilters = useCallback(
    (filters: ProjectFilters) =>
      void navigate({ to: '/o/$org/projects', params: { org }, search: (before) => ({ sort: before.sort, q: filters.q, status: join(filters.status) }), replace: true }),
    [navigate, org],
  );
  const link = useCallback(
    (project: Project) => (
      <Link to="/o/$org/projects/$projectId" params={{ org, projectId: project.id }}>
        {project.name}
      </Link>
    ),
    [org],
  );
  const showDeleted: Action = {
    id: 'project.deleted',
    label: t`Deleted projects`,
    group: t`Projects`,
    icon: IconTrashX,
    enabled: may('projects', 'delete'),
    run: () => setDeleted(true),
  };
  useActions([
    showDeleted,
    { id: 'project.create', label: t`New project`, group: t`Projects`, keys: 'c', icon: IconPlus, enabled: mayCreate, run: () => setCreating(true) },
    { id: 'project.import', label: t`Import a backlog`, group: t`Projects`, icon: IconFileImport, enabled: mayCreate, run: () => setImporting(true) },
  ]);
  const list = useInfiniteQuery(projectsQuery({ q: search.q, status: split(search.status) }, search.sort ?? DEFAULT_SORT));
  // The API counts nothing for us: the number stands here once the whole list is known.
  const count = list.isSuccess && !list.hasNextPage ? flatten(list.data).length : undefined;
  const create = (
    <Button look="primary" icon={IconPlus} onClick={() => setCreating(true)}>
      <Trans>New project</Trans>
    </Button>
  );
  const bring = (
    <Button look="quiet" folds icon={IconFileImport} onClick={() => setImporting(true)}>
      <Trans>Import</Trans>
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t`Projects`}
        count={count || undefined}
        beside={showDeleted.enabled ? <Menu position="bottom-start" trigger={<IconButton size="sm" icon={IconDots} label={t`More about projects`} />} groups={[{ items: [showDeleted] }]} /> : null}
        actions={
          <>
            <ExportMenu path="/api/project/projects" query={exportQuery({ q: search.q, status: split(search.status) }, search.sort ?? DEFAULT_SORT)} />
            {mayCreate ? (
              <>
                {bring}
                {create}
              </>
            ) : null}
          </>
        }
      />
      <ProjectList
        filters={{ q: search.q, status: split(search.status) }}
        onFilters={onFilters}
        sort={search.sort}
        onSort={(sort) => void navigate({ to: '/o/$org/projects', params: { org }, search: (before) => ({ ...before, sort }), replace: true })}
        link={link}
        emptyActions={
          mayCreate ? (
            <>
              <Button icon={IconPlus} onClick={() => setCreating(true)}>
                <Trans>New project</Trans>
              </Button>
              <Button icon={IconFileImport} onClick={() => setImporting(true)}>
                <Trans>Import a backlog</Trans>
              </Button>
            </>
          ) : null
        }
      />
      <Suspense fallback={null}>
        {creating ? <NewProject open onClose={() => setCreating(false)} onCreated={(project) => open(project.id)} /> : null}
        {importing ? <ImportDialog open onClose={() => setImporting(false)} onDone={open} /> : null}
        {deleted ? <DeletedProjects onClose={() => setDeleted(false)} /> : null}
      </Suspense>
    </Page>
  );
}
