import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Organization } from '~/lib/models';
import { Button } from '~/ui/Button';
import { ConfirmByName } from '~/ui/Dialog';
import { Card, DangerSection, Setting } from '~/ui/Settings';
import { deleteOrganization } from './api';

/** The end of the organization, for all of its people. */
export function DeleteOrganization({ organization }: { organization: Organization }) {
  const [asking, setAsking] = useState(false);
  const name = organization.name;
  return (
    <DangerSection>
      <Card>
        <Setting title={<Trans>Delete the organization</Trans>} text={<Trans>Nobody can come in any more: its people, clients and all of their work are out of reach at once.</Trans>}>
          <Button look="danger" icon={IconTrash} onClick={() => setAsking(true)}>
            <Trans>Delete…</Trans>
          </Button>
        </Setting>
      </Card>
      {asking ? (
        <ConfirmByName
          open
          onClose={() => setAsking(false)}
          title={t`Delete ${name}`}
          text={<Trans>Everybody loses access to {name} at once, you too. Nobody here can bring it back.</Trans>}
          name={name}
          action={t`Delete`}
          onConfirm={() => void deleteOrganization(organization)}
        />
      ) : null}
    </DangerSection>
  );
}
