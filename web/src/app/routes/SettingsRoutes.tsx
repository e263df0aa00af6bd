import { t } from '@lingui/core/macro';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { AppearanceSettings } from '~/features/org/AppearanceSettings';
import { InvitationsSettings } from '~/features/org/InvitationsSettings';
import { MembersSettings } from '~/features/org/MembersSettings';
import { OrganizationSettings } from '~/features/org/OrganizationSettings';
import { ProfileSettings } from '~/features/org/ProfileSettings';
import css from '~/features/org/settings.module.css';
import { useMay } from '~/lib/policy';
import { Page, PageHeader } from '~/ui/PageHeader';

export function SettingsRoute() {
  const { org } = useParams({ from: '/o/$org/settings' });
  const may = useMay();
  const params = { org };
  return (
    <Page>
      <PageHeader title={t`Settings`} />
      <div className={css.layout}>
        <nav className={css.list} aria-label={t`Settings`}>
          <div className={css.group}>{t`You`}</div>
          <Link className={css.link} to="/o/$org/settings/profile" params={params}>{t`Profile`}</Link>
          <Link className={css.link} to="/o/$org/settings/appearance" params={params}>{t`Appearance`}</Link>
          <div className={css.group}>{t`Organization`}</div>
          <Link className={css.link} to="/o/$org/settings/organization" params={params}>{t`General`}</Link>
          {may('users', 'read') ? <Link className={css.link} to="/o/$org/settings/members" params={params}>{t`Members`}</Link> : null}
          {may('users', 'create') ? <Link className={css.link} to="/o/$org/settings/invitations" params={params}>{t`Invitations`}</Link> : null}
        </nav>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a page that scrolls must be reachable without a pointer */}
        <div className={css.content}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}

export const ProfileRoute = ProfileSettings;
export const AppearanceRoute = AppearanceSettings;
export const OrganizationRoute = OrganizationSettings;
export function MembersRoute() {
  // A page load, not a route change: nothing of the organization that was left stays in the window.
  return <MembersSettings onLeft={() => window.location.assign('/')} />;
}
export const InvitationsRoute = InvitationsSettings;
