import { t } from '@lingui/core/macro';

/** What went wrong on the way through an organization's provider, by the word in the address that the server sent the browser back to. */
export function signInProblem(slug: string): string {
  const said: Record<string, string> = {
    'oidc-expired': t`That took longer than ten minutes, or your browser keeps no cookies. Try again.`,
    'oidc-mixed-up': t`Another sign-in was begun in the meantime. Try again.`,
    'oidc-refused': t`Your organization’s sign-in did not let you through.`,
    'oidc-provider': t`Your organization’s sign-in answered with an error. Try again in a moment.`,
    'oidc-unavailable': t`Your organization’s sign-in cannot be reached at the moment. Try again soon.`,
    'oidc-invalid': t`What your organization’s sign-in said could not be trusted. Tell an Organizer.`,
    'oidc-no-email': t`Your organization’s sign-in did not tell your e-mail address. Tell an Organizer.`,
    'oidc-unverified': t`Your e-mail address is not confirmed at your organization’s sign-in. Tell an Organizer.`,
    'oidc-domain': t`Your organization’s sign-in is not meant for your e-mail address. Tell an Organizer.`,
    'oidc-link-first': t`You already have an account with this address. Sign in with your password, then connect the two in Settings, Security.`,
    'oidc-paused': t`You are paused in this organization. An Organizer can let you in again.`,
    'oidc-removed': t`You do not belong to this organization any more. To come back you need an invitation.`,
    'oidc-off': t`This way to sign in is switched off. Use your password, or ask an Organizer.`,
    'oidc-linked': t`Your account there and your account here are connected to others already. Tell an Organizer.`,
    'oidc-too-many': t`Too many tries. Wait a moment and try again.`,
  };
  return said[slug] ?? t`Signing in did not work. Try again, or ask an Organizer of your organization.`;
}
