import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { MembersSettings } from '~/features/org/MembersSettings';

export function MembersRoute() {
  const { org } = useParams({ from: '/o/$org/settings/members' });
  const { member } = useSearch({ from: '/o/$org/settings/members' });
  const navigate = useNavigate();
  const close = useCallback(() => void navigate({ to: '/o/$org/settings/members', params: { org }, search: {} }), [navigate, org]);
  const link = (id: string, className: string, children: ReactNode) => (
    <Link to="/o/$org/settings/members" params={{ org }} search={{ member: id }} className={className}>
      {children}
    </Link>
  );
  const documents = (record: string, className: string, children: ReactNode) => (
    <Link to="/o/$org/settings/verifications" params={{ org }} search={{ record }} className={className}>
      {children}
    </Link>
  );
  // A page load, not a route change: nothing of the organization that was left stays in the window.
  return <MembersSettings open={member} link={link} documents={documents} onClose={close} onLeft={() => window.location.assign('/')} />;
}
