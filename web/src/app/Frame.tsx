import { FocusTrap } from '@mantine/core';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Outlet, useLocation } from '@tanstack/react-router';
import { IconCloudOff, IconMenu2, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { listenForKeys, useActions } from '~/lib/actions';
import { live, useLive, useLiveState } from '~/lib/live';
import { useMe } from '~/lib/me';
import { useOnline } from '~/lib/online';
import { peopleQuery } from '~/lib/people';
import { useStaff } from '~/lib/policy';
import { queryClient } from '~/lib/query';
import { IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { useAppActions } from './appActions';
import css from './Frame.module.css';
import type { FrameDialog } from './FrameDialogs';
import { Pending } from './Root';
import { Sidebar } from './Sidebar';

const FrameDialogs = lazy(() => import('./FrameDialogs').then((module) => ({ default: module.FrameDialogs })));

/** Everything around a page of an organization: sidebar, palette, keys, connection. */
export function Frame() {
  const { organization } = useMe();
  const [dialog, setDialog] = useState<FrameDialog | null>(null);
  const [drawer, setDrawer] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  const { actions, goTo } = useAppActions({
    openPalette: () => setDialog('palette'),
    openHelp: () => setDialog('help'),
    newOrganization: () => setDialog('organization'),
  });
  useActions(actions);
  useEffect(listenForKeys, []);
  // Names stand everywhere: who joins or leaves is known in a window that stays open.
  useLive(useStaff() ? 'organization' : null, (events) => {
    if (events.some((event) => event.entity.endsWith('OrganizationMember'))) void queryClient.invalidateQueries({ queryKey: peopleQuery().queryKey });
  });
  useEffect(() => setDrawer(false), [path]);
  useEffect(() => {
    window.addEventListener('online', live.wake);
    document.addEventListener('visibilitychange', live.wake);
    return () => {
      window.removeEventListener('online', live.wake);
      document.removeEventListener('visibilitychange', live.wake);
    };
  }, []);
  return (
    <div className={cx(css.frame, drawer && css.drawer)}>
      <a className={css.skip} href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      {drawer ? (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- Escape closes it as well
        <div className={css.scrim} onClick={() => setDrawer(false)} />
      ) : null}
      <FocusTrap active={drawer}>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes the drawer from anywhere in it */}
        <div style={{ display: 'contents' }} onKeyDown={(event) => event.key === 'Escape' && setDrawer(false)}>
          <Sidebar actions={actions} onSearch={() => setDialog('palette')} />
        </div>
      </FocusTrap>
      <main id="main" className={css.main} tabIndex={-1}>
        <div className={css.phoneBar}>
          <IconButton icon={IconMenu2} label={t`Menu`} onClick={() => setDrawer(true)} />
          <span className={css.cut}>{organization.name}</span>
          <IconButton icon={IconSearch} label={t`Search`} onClick={() => setDialog('palette')} />
        </div>
        <ConnectionBanner />
        <Suspense fallback={<Pending />}>
          <Outlet />
        </Suspense>
      </main>
      <Suspense fallback={null}>
        <FrameDialogs open={dialog} onClose={() => setDialog(null)} onOrganization={goTo} />
      </Suspense>
    </div>
  );
}

const PATIENCE_MS = 4000;

/** Says that the connection is gone, once that is more than a hiccup. */
function ConnectionBanner() {
  const online = useOnline();
  const state = useLiveState();
  const lost = state === 'waiting' || state === 'connecting';
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!lost) {
      setLong(false);
      return undefined;
    }
    const timer = window.setTimeout(() => setLong(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status">
      {!online ? (
        <p className={css.banner}>
          <IconCloudOff size={16} />
          <Trans>You are offline. You can read on; what you type is kept, but not saved until the connection is back.</Trans>
        </p>
      ) : long ? (
        <p className={css.banner}>
          <IconCloudOff size={16} />
          <Trans>No live connection: changes by others do not appear by themselves. Trying again.</Trans>
        </p>
      ) : null}
    </div>
  );
}
