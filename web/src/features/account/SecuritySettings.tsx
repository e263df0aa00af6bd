import { SettingsColumn } from '~/ui/Settings';
import { Passkeys } from './Passkeys';
import { PasswordSection } from './PasswordSection';
import { ProofDialog } from './ProofDialog';
import { ProviderLink } from './ProviderLink';
import { TwoStep } from './TwoStep';

/** How one signs in: the password, the second step, passkeys. */
export function SecuritySettings() {
  return (
    <SettingsColumn>
      <PasswordSection />
      <TwoStep />
      <Passkeys />
      <ProviderLink />
      <ProofDialog />
    </SettingsColumn>
  );
}
