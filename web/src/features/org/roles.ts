import { t } from '@lingui/core/macro';
import type { RoleName } from '~/lib/models';

export const ROLE_NAMES: RoleName[] = ['Organizer', 'Manager', 'Contributor', 'Client'];

export function roleText(role: RoleName): string {
  const texts: Record<RoleName, string> = {
    Organizer: t`Runs the organization, may do everything`,
    Manager: t`Manages teams and their projects`,
    Contributor: t`Works on the projects of their teams`,
    Client: t`Sees the projects of their company`,
  };
  return texts[role];
}
