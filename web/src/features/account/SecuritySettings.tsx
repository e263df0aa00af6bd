import { Trans } from '@lingui/react/macro';
import { useMe } from '~/lib/me';
import { Card, Quiet, SettingsColumn, SettingsSection } from '~/ui/Settings';
import { Passkeys } from './Passkeys';
import { PasswordSection } from './PasswordSection';
import { ProviderLink } from './ProviderLink';
import { TwoStep } from './TwoStep';

/** How one signs in: the password, the second step, passkeys. Who came by the organization's sign-in changes nothing of it here. */
export function SecuritySettings() {
  const { bound } = useMe();
  return (
    <SettingsColumn>
      {bound ? (
        <Elsewhere />
      ) : (
        <>
          <PasswordSection />
          <TwoStep />
          <Passkeys />
        </>
      )}
      <ProviderLink />
    </SettingsColumn>
  );
}

function Elsewhere() {
  const { hasPassword, mfa } = useMe();
  return (
    <SettingsSection title={<Trans>Password, two-step sign-in and passkeys</Trans>}>
      <Card>
        <Quiet>
          {hasPassword || mfa.passkeys > 0 ? (
            <Trans>You came in by your organization’s sign-in, which is good for this organization alone. To change these, sign in with your own password or passkey.</Trans>
          ) : (
            <Trans>You came in by your organization’s sign-in and need none of these. To have a password of your own, choose “Forgot your password?” on the page to sign in.</Trans>
          )}
        </Quiet>
      </Card>
    </SettingsSection>
  );
}
