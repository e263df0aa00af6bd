import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import type { LogFilters } from '~/features/org/activity';
import { ActivityLog } from '~/features/org/ActivityLog';
import type { LogEntry } from '~/lib/models';
import { join, split } from '../search';

/** Where a record of the log is looked at, as far as there is a page for it. */
function RecordLink({ org, entry, children }: { org: string; entry: LogEntry; children: ReactNode }) {
  const id = entry.entityId ?? '';
  switch (entry.entityType) {
    case 'project.Task':
      return (
        <Link to="/o/$org/my-work/tasks/$taskId" params={{ org, taskId: id }}>
          {children}
        </Link>
      );
    case 'project.Project':
      return (
        <Link to="/o/$org/projects/$projectId" params={{ org, projectId: id }}>
          {children}
        </Link>
      );
    case 'auth.KycData':
      return (
        <Link to="/o/$org/settings/verifications" params={{ org }} search={{ record: id }}>
          {children}
        </Link>
      );
    case 'auth.OrganizationMember':
    case 'auth.User':
      return (
        <Link to="/o/$org/settings/members" params={{ org }}>
          {children}
        </Link>
      );
    case 'auth.Invitation':
      return (
        <Link to="/o/$org/settings/invitations" params={{ org }}>
          {children}
        </Link>
      );
    case 'auth.Role':
      return (
        <Link to="/o/$org/settings/roles" params={{ org }}>
          {children}
        </Link>
      );
    case 'auth.SignInPolicy':
    case 'auth.IdentityProvider':
      return (
        <Link to="/o/$org/settings/sign-in" params={{ org }}>
          {children}
        </Link>
      );
    default:
      return null;
  }
}

const LINKED = new Set(['project.Task', 'project.Project', 'auth.KycData', 'auth.OrganizationMember', 'auth.User', 'auth.Invitation', 'auth.Role', 'auth.SignInPolicy', 'auth.IdentityProvider']);

export function ActivityRoute() {
  const { org } = useParams({ from: '/o/$org/settings/activity' });
  const search = useSearch({ from: '/o/$org/settings/activity' });
  const navigate = useNavigate();
  const filters: LogFilters = { q: search.q, people: split(search.person), actions: split(search.action), kinds: split(search.kind), record: search.record, from: search.from, to: search.to };
  const onFilters = useCallback(
    ({ q, people, actions, kinds, record, from, to }: LogFilters) =>
      void navigate({ to: '/o/$org/settings/activity', params: { org }, search: { q, person: join(people), action: join(actions), kind: join(kinds), record, from, to }, replace: true }),
    [navigate, org],
  );
  const link = (entry: LogEntry, children: ReactNode) =>
    entry.entityId && LINKED.has(entry.entityType) ? (
      <RecordLink org={org} entry={entry}>
        {children}
      </RecordLink>
    ) : null;
  return <ActivityLog filters={filters} onFilters={onFilters} link={link} />;
}
