import { t } from '@lingui/core/macro';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MyWork } from '~/features/tasks/MyWork';
import type { Task } from '~/lib/models';
import { Page, PageHeader } from '~/ui/PageHeader';

export function MyWorkRoute() {
  const { org } = useParams({ from: '/o/$org/my-work' });
  const link = useCallback(
    (task: Task, props: Record<string, unknown>) => <Link to="/o/$org/my-work/tasks/$taskId" params={{ org, taskId: task.id }} {...props} />,
    [org],
  );
  return (
    <Page>
      <PageHeader title={t`My work`} />
      <MyWork link={link} />
      <Outlet />
    </Page>
  );
}
