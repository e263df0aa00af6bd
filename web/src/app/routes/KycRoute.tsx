import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { KycQueue } from '~/features/org/KycQueue';

export function KycRoute() {
  const { org } = useParams({ from: '/o/$org/settings/verifications' });
  const { record } = useSearch({ from: '/o/$org/settings/verifications' });
  const navigate = useNavigate();
  const close = useCallback(() => void navigate({ to: '/o/$org/settings/verifications', params: { org }, search: {} }), [navigate, org]);
  const link = (id: string, className: string, children: ReactNode) => (
    <Link to="/o/$org/settings/verifications" params={{ org }} search={{ record: id }} className={className}>
      {children}
    </Link>
  );
  return <KycQueue open={record} link={link} onClose={close} />;
}
