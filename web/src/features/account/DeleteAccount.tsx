import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '~/lib/me';
import { personName } from '~/lib/people';
import { Button } from '~/ui/Button';
import { ConfirmByName } from '~/ui/Dialog';
import { Card, DangerSection, Setting } from '~/ui/Settings';
import { deleteAccount } from './api';

/** The end of one's account, everywhere. */
export function DeleteAccount() {
  const { user, bound } = useMe();
  const [asking, setAsking] = useState(false);
  return (
    <DangerSection>
      <Card>
        <Setting
          title={<Trans>Delete your account</Trans>}
          text={
            bound ? (
              <Trans>It reaches beyond this organization: sign in with your own password or passkey to delete it.</Trans>
            ) : (
              <Trans>You leave every organization, and your name and address are forgotten. What you wrote stays.</Trans>
            )
          }
        >
          {bound ? null : (
            <Button look="danger" icon={IconTrash} onClick={() => setAsking(true)}>
              <Trans>Delete…</Trans>
            </Button>
          )}
        </Setting>
      </Card>
      {asking ? (
        <ConfirmByName
          open
          onClose={() => setAsking(false)}
          title={t`Delete your account`}
          text={<Trans>You are signed out and lose access to every organization at once. It cannot be brought back.</Trans>}
          name={personName(user)}
          action={t`Delete`}
          onConfirm={() => void deleteAccount(user.id)}
        />
      ) : null}
    </DangerSection>
  );
}
