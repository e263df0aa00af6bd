import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '~/lib/me';
import type { Member, Role } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { Mark } from '~/ui/Avatar';
import { ConfirmByName } from '~/ui/Dialog';
import { Menu } from '~/ui/Menu';
import { Picker } from '~/ui/Picker';
import { Pill } from '~/ui/Pill';
import { Bone, ErrorState } from '~/ui/States';
import { membersQuery, rolesQuery } from './api';
import { changeRole, endMembership, memberMenu, removeMember } from './members';
import { roleText } from './roles';
import { SettingsColumn, SettingsSection } from '~/ui/Settings';
import css from '~/ui/Settings.module.css';

/** `onLeft`: the person has left this organization and has no business here any more. */
export function MembersSettings({ onLeft }: { onLeft: () => void }) {
  const members = useQuery(membersQuery());
  const roles = useQuery(rolesQuery());
  const { byId } = usePeople();
  const [asking, setAsking] = useState<{ what: 'remove' | 'leave'; member: Member } | null>(null);
  if (members.error) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  const sorted = (members.data ?? []).toSorted((a, b) => personName(byId.get(a.userId)).localeCompare(personName(byId.get(b.userId))));
  const count = sorted.length;
  return (
    <SettingsColumn wide>
      <SettingsSection title={<Trans>Members</Trans>} text={members.data ? <Trans>{count} people and what they may do here.</Trans> : null}>
        <ul className={css.rows}>
          {members.isPending
            ? ['a', 'b', 'c'].map((line) => (
                <li key={line} className={css.row}>
                  <Bone w="var(--avatar-lg)" h="var(--avatar-lg)" round />
                  <Bone w="30%" />
                </li>
              ))
            : sorted.map((member) => <MemberRow key={member.id} member={member} roles={roles.data ?? []} onAsk={(what) => setAsking({ what, member })} />)}
        </ul>
      </SettingsSection>
      {asking?.what === 'remove' ? <ConfirmRemove member={asking.member} onClose={() => setAsking(null)} /> : null}
      {asking?.what === 'leave' ? <ConfirmLeave member={asking.member} onClose={() => setAsking(null)} onLeft={onLeft} /> : null}
    </SettingsColumn>
  );
}

function MemberRow({ member, roles, onAsk }: { member: Member; roles: Role[]; onAsk: (what: 'remove' | 'leave') => void }) {
  const me = useMe();
  const { byId } = usePeople();
  const person = byId.get(member.userId);
  const name = personName(person);
  const mine = member.userId === me.user.id;
  const roleName = roles.find((role) => role.id === member.roleId)?.name ?? member.roleName ?? '';
  return (
    <li className={css.row} data-member={member.id}>
      <Mark id={member.userId} name={name} size="lg" />
      <div className={css.who}>
        <strong>
          {name}
          {mine ? (
            <span className={css.quiet}>
              {' '}
              · <Trans>you</Trans>
            </span>
          ) : null}
        </strong>
        <span className={css.quiet}>{person?.email}</span>
      </div>
      {member.pausedAt ? (
        <Pill tone="amber">
          <Trans>Paused</Trans>
        </Pill>
      ) : null}
      {can(member, 'assign') ? (
        <Picker
          label={t`Role of ${name}`}
          options={roles.map((option) => ({ value: option.id, label: option.name, hint: roleText(option.name) }))}
          selected={[member.roleId ?? '']}
          onPick={(roleId) => {
            const role = roles.find((other) => other.id === roleId);
            if (role) void changeRole(member, role, name);
          }}
          trigger={(toggle) => (
            <Button look="quiet" size="sm" onClick={toggle} aria-label={t`Role of ${name}: ${roleName}`}>
              {roleName}
              <IconSelector size={14} />
            </Button>
          )}
        />
      ) : (
        <span className={css.role}>{roleName}</span>
      )}
      <span className={css.more}>
        <Menu trigger={<IconButton size="sm" icon={IconDots} label={t`Actions for ${name}`} />} groups={memberMenu(member, mine, name, onAsk)} />
      </span>
    </li>
  );
}

function ConfirmRemove({ member, onClose }: { member: Member; onClose: () => void }) {
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

function ConfirmLeave({ member, onClose, onLeft }: { member: Member; onClose: () => void; onLeft: () => void }) {
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
