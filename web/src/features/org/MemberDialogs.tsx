import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMe } from '~/lib/me';
import type { Member } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { ConfirmByName } from '~/ui/Dialog';
import { endMembership, removeMember, resetFactors } from './members';

/** What cannot be taken back is asked for by name. */

export function ConfirmRemove({ member, onClose }: { member: Member; onClose: () => void }) {
  const name = personName(usePeople().byId.get(member.userId));
  const organization = useMe().organization.name;
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={t`Remove ${name}`}
      text={<Trans>{name} loses access to {organization} at once. What they wrote stays. To come back they need an invitation; to shut them out for a while, pause them.</Trans>}
      name={name}
      action={t`Remove`}
      onConfirm={() => void removeMember(member, name)}
    />
  );
}

export function ConfirmLeave({ member, onClose, onLeft }: { member: Member; onClose: () => void; onLeft: () => void }) {
  const organization = useMe().organization.name;
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={t`Leave ${organization}`}
      text={<Trans>You lose access to {organization} at once. What you wrote stays. To come back you need an invitation.</Trans>}
      name={organization}
      action={t`Leave`}
      onConfirm={() =>
        void endMembership(member, t`You are still a member.`).then((left) => {
          if (left) onLeft();
        })
      }
    />
  );
}

export function ConfirmReset({ member, onClose }: { member: Member; onClose: () => void }) {
  const name = personName(usePeople().byId.get(member.userId));
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={t`Reset two-step sign-in of ${name}`}
      text={<Trans>For a lost phone. Their app, backup codes and passkeys stop working and they are signed out everywhere; then the password alone lets them in. They are told by mail. Make sure that it is really {name} who asks.</Trans>}
      name={name}
      action={t`Reset`}
      onConfirm={() => void resetFactors(member, name)}
    />
  );
}
