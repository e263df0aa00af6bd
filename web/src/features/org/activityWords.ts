import { t } from '@lingui/core/macro';
import type { LogEntry } from '~/lib/models';
import { calledIn, changesOf } from './activity';
import { fieldName, kindName } from './kindNames';

/** Things that are no plain "made, changed, deleted" and have words of their own. */
function special(action: string): string | undefined {
  const words: Record<string, string> = {
    'auth.session.started': t`Signed in`,
    'auth.session.ended': t`Signed out`,
    'auth.session.reused': t`Sign-in ended: its token came twice`,
    'auth.user.created': t`Account made`,
    'auth.user.deleted': t`Account deleted`,
    'auth.user.refused': t`Sign-in or proof refused`,
    'auth.user.slowed': t`Too many tries: the next have to wait`,
    'auth.user.rekeyed': t`Password changed`,
    'auth.user.asked': t`Another e-mail address asked for`,
    'auth.user.moved': t`E-mail address changed`,
    'auth.user.verified': t`E-mail address confirmed`,
    'auth.user.updated': t`Profile changed`,
    'auth.organization.created': t`Organization founded`,
    'auth.organization_member.created': t`Joined the organization`,
    'auth.organization_member.deleted': t`Member removed or gone`,
    'auth.invitation.created': t`Somebody invited`,
    'auth.mfa_setting.enabled': t`Two-step sign-in turned on`,
    'auth.mfa_setting.disabled': t`Two-step sign-in turned off`,
    'auth.mfa_setting.cleared': t`Two-step sign-in reset by an Organizer`,
    'auth.mfa_setting.renewed': t`New backup codes made`,
    'auth.mfa_setting.used': t`Backup code used`,
    'auth.mfa_setting.refused': t`Wrong code`,
    'auth.passkey.created': t`Passkey added`,
    'auth.passkey.deleted': t`Passkey removed`,
    'auth.passkey.refused': t`Passkey refused`,
    'auth.passkey.cloned': t`Copied passkey refused`,
    'auth.sign_in_policy.created': t`Sign-in policy set up`,
    'auth.sign_in_policy.updated': t`Sign-in policy changed`,
    'auth.identity_provider.created': t`Identity provider set up`,
    'auth.identity_provider.updated': t`Identity provider changed`,
    'auth.identity_provider.deleted': t`Identity provider removed`,
    'auth.identity_provider.refused': t`Turned away by the identity provider's answer`,
    'auth.identity_link.created': t`Linked to the identity provider`,
    'auth.identity_link.deleted': t`Unlinked from the identity provider`,
    'auth.api_token.created': t`API token made`,
    'auth.api_token.deleted': t`API token revoked`,
    'auth.kyc_data.created': t`Verification begun`,
    'auth.kyc_data.updated': t`Documents changed`,
    'auth.kyc_data.submitted': t`Documents handed in`,
    'auth.kyc_data.approved': t`Documents approved`,
    'auth.kyc_data.rejected': t`Documents rejected`,
    'auth.kyc_data.returned': t`Other documents asked for`,
    'auth.kyc_data.opened': t`Document opened`,
    'auth.kyc_data.purged': t`Documents thrown away`,
  };
  return words[action];
}

/** What is done to records of every kind; "Task: changed" reads in any language, whatever its grammar. */
function general(action: string): string | undefined {
  const [, , done = ''] = action.split('.');
  const verbs: Record<string, string> = {
    created: t({ message: 'made', context: 'a record, in the log' }),
    updated: t({ message: 'changed', context: 'a record, in the log' }),
    deleted: t({ message: 'deleted', context: 'a record, in the log' }),
    totalled: t({ message: 'added up anew', context: 'a record, in the log' }),
  };
  return verbs[done];
}

/** What happened, in words; an action that nobody gave words keeps its raw name. */
export function actionWords(action: string, kind?: string): string {
  const own = special(action);
  if (own) return own;
  const verb = general(action);
  const noun = kindName(kind ?? kindOf(action));
  return verb && noun ? t`${noun} ${verb}` : action;
}

/** `project.task_comment.created` is about `project.TaskComment`. */
function kindOf(action: string): string {
  const [service = '', entity = ''] = action.split('.');
  return `${service}.${entity.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}`;
}

/** The words for an entry; membership and invitations say what it came to. */
export function entryWords(entry: LogEntry): string {
  const changed = new Map(changesOf(entry).map((change) => [change.field, change.after]));
  if (entry.action === 'auth.organization_member.updated') {
    if (changed.has('pausedAt')) return changed.get('pausedAt') ? t`Member paused` : t`Member resumed`;
    if (changed.has('roleId') || changed.has('roleName')) return t`Role of a member changed`;
  }
  if (entry.action === 'auth.invitation.updated') {
    if (changed.get('status') === 'accepted') return t`Invitation accepted`;
    return changed.get('status') === 'revoked' ? t`Invitation revoked` : t`Invitation sent again`;
  }
  if (entry.action === 'auth.user.refused') return refusal(entry.metadata?.['why']);
  if (entry.action === 'auth.role.updated') return t`Permissions of a role changed`;
  return actionWords(entry.action, entry.entityType);
}

/** Why somebody was refused; entries without a reason are of the time when there was one alone. */
function refusal(why: unknown): string {
  if (why === 'passkey') return t`Passkey refused`;
  return why === 'provider' ? t`Refused: the identity provider is the way in` : t`Wrong password`;
}

/** What an entry is about, shortly: what its record is called, and of a change the first three fields by name. */
export function aboutWords(entry: LogEntry): string {
  const made = entry.action.endsWith('.created') || entry.action.endsWith('.deleted');
  return [calledIn(entry), made ? '' : changedFields(entry)].filter(Boolean).join(' · ');
}

function changedFields(entry: LogEntry): string {
  const names = changesOf(entry).map((change) => fieldName(change.field));
  const rest = names.length - 3;
  return rest > 0 ? t`${names.slice(0, 3).join(', ')} and ${rest} more` : names.join(', ');
}
