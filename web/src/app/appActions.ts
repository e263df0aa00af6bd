import { t } from '@lingui/core/macro';
import { useNavigate, useParams } from '@tanstack/react-router';
import { IconBriefcase, IconBuilding, IconChecklist, IconKeyboard, IconLayoutSidebar, IconMoon, IconPlus, IconSearch, IconSettings, IconSun } from '@tabler/icons-react';
import { signOutAction } from '~/features/session/actions';
import type { Action } from '~/lib/actions';
import { useMe } from '~/lib/me';
import { useMay } from '~/lib/policy';
import { readPref, useTheme, writePref } from '~/lib/prefs';

interface Doors {
  openPalette: () => void;
  openHelp: () => void;
  newOrganization: () => void;
}

export function toggleSidebar(): void {
  const narrow = readPref('sidebar') !== 'narrow';
  writePref('sidebar', narrow ? 'narrow' : null);
  if (narrow) document.documentElement.dataset['sidebar'] = 'narrow';
  else delete document.documentElement.dataset['sidebar'];
}

/** What can be done from anywhere. Areas appear as far as the role may see them. */
export function useAppActions({ openPalette, openHelp, newOrganization }: Doors): { actions: Action[]; goTo: (slug: string) => void } {
  const navigate = useNavigate();
  const { org } = useParams({ from: '/o/$org' });
  const { organizations } = useMe();
  const may = useMay();
  const { shown, setTheme } = useTheme();
  const goTo = (slug: string) => void navigate({ to: '/o/$org/projects', params: { org: slug } });
  const go = t`Go to`;
  const account = t`Account`;
  const actions: Action[] = [
    {
      id: 'go.my-work',
      label: t`My work`,
      group: go,
      keys: 'g m',
      icon: IconChecklist,
      enabled: may('tasks', 'update'),
      run: () => void navigate({ to: '/o/$org/my-work', params: { org } }),
    },
    {
      id: 'go.projects',
      label: t`Projects`,
      group: go,
      keys: 'g p',
      icon: IconBriefcase,
      enabled: may('projects', 'read'),
      run: () => void navigate({ to: '/o/$org/projects', params: { org } }),
    },
    { id: 'go.settings', label: t`Settings`, group: go, keys: 'g s', icon: IconSettings, run: () => void navigate({ to: '/o/$org/settings/profile', params: { org } }) },
    { id: 'app.palette', label: t`Search and commands`, group: t`App`, keys: 'mod+k', icon: IconSearch, keyOnly: true, run: openPalette },
    { id: 'app.help', label: t`Keyboard shortcuts`, group: t`App`, keys: '?', icon: IconKeyboard, run: openHelp },
    { id: 'app.sidebar', label: t`Fold or unfold the sidebar`, group: t`App`, keys: '[', icon: IconLayoutSidebar, run: toggleSidebar },
    {
      id: 'app.theme',
      label: shown === 'dark' ? t`Light theme` : t`Dark theme`,
      group: t`App`,
      icon: shown === 'dark' ? IconSun : IconMoon,
      run: () => setTheme(shown === 'dark' ? 'light' : 'dark'),
    },
    ...organizations
      .filter((organization) => organization.slug !== org)
      .map((organization) => ({
        id: `organization.${organization.id}`,
        label: t`Switch to ${organization.name}`,
        group: account,
        icon: IconBuilding,
        run: () => goTo(organization.slug),
      })),
    { id: 'organization.new', label: t`New organization`, group: account, icon: IconPlus, run: newOrganization },
    signOutAction(() => void navigate({ to: '/sign-in' })),
  ];
  return { actions, goTo };
}
