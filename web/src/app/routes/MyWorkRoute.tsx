import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { IconCalendarShare } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { myTasksFilter } from '~/features/tasks/api';
import { MyWork } from '~/features/tasks/MyWork';
import { SavedViews } from '~/features/tasks/SavedViews';
import { TaskToolbar } from '~/features/tasks/TaskToolbar';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { readFilters, resolveFilters, type TaskFilters, writeFilters } from '~/lib/taskFilters';
import { Button } from '~/ui/Button';
import { ExportMenu } from '~/ui/ExportMenu';
import { Page, PageHeader } from '~/ui/PageHeader';
import { type MyWorkSearch, VIEW_KEYS } from '../search';

const FeedDialog = lazy(() => import('~/features/feeds/FeedDialog').then((module) => ({ default: module.FeedDialog })));

const FROM = '/o/$org/my-work';
const MINE = ['assignee', 'status'] as const;

export function MyWorkRoute() {
  const { org } = useParams({ from: FROM });
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const { user } = useMe();
  const [feed, setFeed] = useState(false);
  const filters = useMemo(() => readFilters(search), [search]);
  const text = JSON.stringify(filters);
  const resolved = useMemo(() => resolveFilters(JSON.parse(text) as TaskFilters, user.id), [text, user.id]);
  const onFilters = useCallback((next: TaskFilters) => void navigate({ to: '.', search: (before) => ({ ...before, ...writeFilters(next) }), replace: true }), [navigate]);
  const link = useCallback(
    (task: Task, props: Record<string, unknown>) => (
      <Link to="/o/$org/my-work/tasks/$taskId" params={{ org, taskId: task.id }} search={(before) => before} {...props} />
    ),
    [org],
  );
  return (
    <Page>
      <PageHeader
        title={t`My work`}
        actions={
          <Button look="quiet" folds icon={IconCalendarShare} onClick={() => setFeed(true)}>
            <Trans>Show in my calendar</Trans>
          </Button>
        }
      />
      <TaskToolbar
        projectId={null}
        filters={filters}
        onFilters={onFilters}
        without={MINE}
        end={
          <>
          <ExportMenu path="/api/project/tasks" query={myTasksFilter(user.id, resolved)} />
          <SavedViews
            projectId={null}
            kind="list"
            search={search}
            keys={VIEW_KEYS}
            pickedId={search.saved}
            onPick={(view) => void navigate({ to: FROM, params: { org }, search: { ...((view?.config ?? {}) as MyWorkSearch), saved: view?.id } })}
          />
          </>
        }
      />
      <MyWork filters={resolved} onClearFilters={() => onFilters({})} link={link} />
      <Outlet />
      <Suspense fallback={null}>{feed ? <FeedDialog project={null} onClose={() => setFeed(false)} /> : null}</Suspense>
    </Page>
  );
}
