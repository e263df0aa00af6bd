import { t } from '@lingui/core/macro';
import { IconLogout } from '@tabler/icons-react';
import type { Action } from '~/lib/actions';
import { toastProblem } from '~/ui/toast';
import { signOut } from './api';

/** Signing out, behind the person's menu and the palette. */
export function signOutAction(done: () => void): Action {
  return {
    id: 'session.signOut',
    label: t`Sign out`,
    group: t`Account`,
    icon: IconLogout,
    run: () => {
      signOut().then(done, (error: unknown) => toastProblem(t`You are still signed in.`, error));
    },
  };
}
