import { t } from '@lingui/core/macro';

/** What a role or a token may do: actions by resource. */
export type Permissions = Record<string, string[]>;

/** In the order in which people meet them. */
export const RESOURCES = ['projects', 'tasks', 'teams', 'clients', 'users', 'channels', 'wiki', 'documents', 'reports', 'automation', 'assistant', 'notifications', 'settings'];
export const ACTIONS = ['read', 'create', 'update', 'delete', 'assign'];

export function resourceName(resource: string): string {
  const names: Record<string, string> = {
    projects: t`Projects`,
    tasks: t`Tasks`,
    teams: t`Teams`,
    clients: t`Clients`,
    users: t`People`,
    channels: t`Chat`,
    wiki: t`Wiki`,
    documents: t`Documents`,
    reports: t`Reports`,
    automation: t`Automation`,
    assistant: t`Assistant`,
    notifications: t`Inbox`,
    settings: t`Settings`,
  };
  return names[resource] ?? resource;
}

export function actionName(action: string): string {
  const names: Record<string, string> = { read: t`Read`, create: t`Create`, update: t`Change`, delete: t`Delete`, assign: t`Assign` };
  return names[action] ?? action;
}
