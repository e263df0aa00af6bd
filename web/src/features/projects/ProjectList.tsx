import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconBriefcase, IconDots } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useCallback, useMemo } from 'react';
import { dayOf, formatDay } from '~/lib/dates';
import type { Project, ProjectStatus } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { flatten } from '~/lib/query';
import { Person } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { type Column, DataTable } from '~/ui/DataTable';
import { ClearFilters, FilterChip, FilterSearch } from '~/ui/FilterBar';
import { Menu } from '~/ui/Menu';
import { Toolbar } from '~/ui/PageHeader';
import { Progress, WithDot } from '~/ui/Pill';
import { EmptyState, ErrorState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { projectMenu } from './actions';
import { DEFAULT_SORT, type ProjectFilters, projectsQuery } from './api';
import { useProjectsLive } from './live';
import { PROJECT_TONES, projectStatusName, projectStatusOptions } from './marks';
import css from './projects.module.css';

interface Props {
  filters: ProjectFilters;
  onFilters: (filters: ProjectFilters) => void;
  sort: string | undefined;
  onSort: (sort: string) => void;
  link: (project: Project) => ReactElement;
  emptyActions: ReactNode;
}

export function ProjectList({ filters, onFilters, sort = DEFAULT_SORT, onSort, link, emptyActions }: Props) {
  useProjectsLive();
  const query = useInfiniteQuery(projectsQuery(filters, sort));
  const { byId } = usePeople();
  const stranger = useStranger();
  const projects = useMemo(() => flatten(query.data), [query.data]);
  const { fetchNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const search = useCallback((q: string) => onFilters({ ...filters, q: q || undefined }), [filters, onFilters]);
  const filtered = Boolean(filters.q) || (filters.status?.length ?? 0) > 0;

  const columns = useMemo<Column<Project>[]>(
    () => [
      { id: 'name', header: t`Name`, width: 'fill', sort: 'name', cell: link },
      {
        id: 'status',
        header: t`Status`,
        width: 'sm',
        cell: (project) => (
          <WithDot tone={PROJECT_TONES[project.status]} hollow={project.status === 'archived'}>
            {projectStatusName(project.status)}
          </WithDot>
        ),
      },
      { id: 'manager', header: t`Manager`, width: 'md', from: 760, cell: (project) => (project.managerId ? <Person user={byId.get(project.managerId)} none={stranger} /> : null) },
      { id: 'progress', header: t`Progress`, width: 'md', from: 620, cell: (project) => <Progress percent={project.progress} label={t`Progress of ${project.name}`} /> },
      {
        id: 'end',
        header: t`End`,
        width: 'sm',
        sort: 'endDate',
        from: 860,
        cell: (project) => {
          const day = dayOf(project.endDate);
          return day ? formatDay(day) : null;
        },
      },
      { id: 'updated', header: t`Changed`, width: 'sm', sort: 'updatedAt', from: 1000, cell: (project) => <Time at={project.updatedAt} relative /> },
      {
        id: 'menu',
        header: '',
        width: 'xs',
        end: true,
        cell: (project) => (
          <span className={css.menu}>
            <Menu trigger={<IconButton size="sm" icon={IconDots} label={t`Actions for ${project.name}`} />} groups={projectMenu(project)} />
          </span>
        ),
      },
    ],
    [byId, link, stranger],
  );

  return (
    <>
      {query.isSuccess && projects.length === 0 && !filtered ? null : (
        <Toolbar>
          <FilterSearch value={filters.q ?? ''} onChange={search} label={t`Filter projects by text`} />
          <FilterChip label={t`Status`} options={projectStatusOptions()} values={filters.status ?? []} onChange={(status) => onFilters({ ...filters, status: status as ProjectStatus[] })} />
          {filtered ? <ClearFilters onClear={() => onFilters({})} /> : null}
        </Toolbar>
      )}
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isSuccess && projects.length === 0 ? (
        filtered ? (
          <EmptyState icon={IconBriefcase} title={<Trans>No project matches the filters</Trans>} actions={<Button onClick={() => onFilters({})}><Trans>Clear filters</Trans></Button>} />
        ) : (
          <EmptyState icon={IconBriefcase} title={<Trans>Start with a project</Trans>} actions={emptyActions}>
            <Trans>A project holds the tasks, dates and people of one piece of work. Begin with an empty one, or bring a backlog from Jira or Trello.</Trans>
          </EmptyState>
        )
      ) : (
        <DataTable
          label={t`Projects`}
          rows={projects}
          columns={columns}
          isPending={query.isPending}
          sort={sort}
          onSort={onSort}
          hasMore={query.hasNextPage}
          onMore={more}
          rowName={(project) => project.name}
        />
      )}
    </>
  );
}
