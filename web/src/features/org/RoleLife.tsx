import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Role, RoleName } from '~/lib/models';
import { can } from '~/lib/policy';
import { Button } from '~/ui/Button';
import { Card, DangerSection, Setting } from '~/ui/Settings';
import { membersQuery } from './api';
import { createRole, deleteRole } from './permissions';
import { roleText } from './roles';

/** Those of the four roles that are not there, and how they come back. */
export function MissingRoles({ names, onMade }: { names: RoleName[]; onMade: (name: RoleName) => void }) {
  const [busy, setBusy] = useState<RoleName | null>(null);
  const make = async (name: RoleName) => {
    setBusy(name);
    if (await createRole(name)) onMade(name);
    setBusy(null);
  };
  return (
    <Card>
      {names.map((name) => (
        <Setting key={name} title={<Trans>There is no role {name}</Trans>} text={roleText(name)}>
          <Button size="sm" icon={IconPlus} busy={busy === name} onClick={() => void make(name)}>
            <Trans>Make the role {name}</Trans>
          </Button>
        </Setting>
      ))}
    </Card>
  );
}

/** A role that nobody has can go, and be made again. */
export function DeleteRole({ role }: { role: Role }) {
  const members = useQuery(membersQuery());
  if (!can(role, 'delete') || role.name === 'Organizer' || !members.data) return null;
  const count = members.data.filter((member) => member.roleId === role.id).length;
  const name = role.name;
  return (
    <DangerSection>
      <Card>
        <Setting
          title={<Trans>Delete the role {name}</Trans>}
          text={
            count > 0 ? (
              <Plural value={count} one="# person has it: give them another role first." other="# people have it: give them another role first." />
            ) : (
              <Trans>Nobody has it. Nobody can be invited with it then, until it is made again.</Trans>
            )
          }
        >
          <Button look="danger" icon={IconTrash} disabled={count > 0} onClick={() => void deleteRole(role)} aria-label={t`Delete the role ${name}`}>
            <Trans>Delete</Trans>
          </Button>
        </Setting>
      </Card>
    </DangerSection>
  );
}
