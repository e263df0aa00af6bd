import { t } from '@lingui/core/macro';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { ProofDialog } from '~/features/account/ProofDialog';
import { useMe } from '~/lib/me';
import { useMay, useStaff } from '~/lib/policy';
import { Page, PageHeader } from '~/ui/PageHeader';
import { SettingsGroup, SettingsLayout, settingsLink } from '~/ui/Settings';

/** The places of the settings; each page of them is a chunk of its own (see router.tsx). */
export function SettingsRoute() {
  const { org } = useParams({ from: '/o/$org/settings' });
  const may = useMay();
  const staff = useStaff();
  // What Organizers alone are shown of others is no permission that another role could be given.
  const organizes = useMe().role === 'Organizer';
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
            {staff ? <Link {...at} to="/o/$org/settings/roles">{t`Roles`}</Link> : null}
            {may('settings', 'update') ? <Link {...at} to="/o/$org/settings/sign-in">{t`Sign-in`}</Link> : null}
            {organizes ? <Link {...at} to="/o/$org/settings/verifications">{t`Verification queue`}</Link> : null}
            {staff ? <Link {...at} to="/o/$org/settings/activity">{t`Activity log`}</Link> : null}
            {organizes ? <Link {...at} to="/o/$org/settings/mails">{t`Mails`}</Link> : null}
          </>
        }
      >
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
        <ProofDialog />
      </SettingsLayout>
    </Page>
  );
}
