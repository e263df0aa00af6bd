import { t } from '@lingui/core/macro';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { MembersSettings } from '~/features/org/MembersSettings';
import { useMay } from '~/lib/policy';
import { Page, PageHeader } from '~/ui/PageHeader';
import { SettingsGroup, SettingsLayout, settingsLink } from '~/ui/Settings';

/** The places of the settings; each page of them is a chunk of its own (see router.tsx). */
export function SettingsRoute() {
  const { org } = useParams({ from: '/o/$org/settings' });
  const may = useMay();
  const path = useLocation({ select: (location) => location.pathname });
  const at = { params: { org }, className: settingsLink() };
  return (
    <Page>
      <PageHeader title={t`Settings`} />
      <SettingsLayout
        label={t`Settings`}
        current={path}
        list={
          <>
            <SettingsGroup>{t`You`}</SettingsGroup>
            <Link {...at} to="/o/$org/settings/profile">{t`Profile`}</Link>
            <Link {...at} to="/o/$org/settings/security">{t`Security`}</Link>
            <Link {...at} to="/o/$org/settings/sessions">{t`Sessions`}</Link>
            <Link {...at} to="/o/$org/settings/tokens">{t`API tokens`}</Link>
            <Link {...at} to="/o/$org/settings/verification">{t`Verification`}</Link>
            <Link {...at} to="/o/$org/settings/appearance">{t`Appearance`}</Link>
            <SettingsGroup>{t`Organization`}</SettingsGroup>
            <Link {...at} to="/o/$org/settings/organization">{t`General`}</Link>
            {may('users', 'read') ? <Link {...at} to="/o/$org/settings/members">{t`Members`}</Link> : null}
            {may('users', 'create') ? <Link {...at} to="/o/$org/settings/invitations">{t`Invitations`}</Link> : null}
          </>
        }
      >
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </SettingsLayout>
    </Page>
  );
}

export function MembersRoute() {
  // A page load, not a route change: nothing of the organization that was left stays in the window.
  return <MembersSettings onLeft={() => window.location.assign('/')} />;
}
