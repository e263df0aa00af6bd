import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconSelector } from '@tabler/icons-react';
import { useMe } from '~/lib/me';
import type { Member, Role } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Button } from '~/ui/Button';
import { Mark } from '~/ui/Avatar';
import { Picker } from '~/ui/Picker';
import { Bone, ErrorState } from '~/ui/States';
import { toast, toastProblem } from '~/ui/toast';
import { changeRole, membersQuery, rolesQuery } from './api';
import { SettingsColumn, SettingsSection } from './SettingsParts';
import css from './settings.module.css';

export function MembersSettings() {
  const members = useQuery(membersQuery());
  const roles = useQuery(rolesQuery());
  const { byId } = usePeople();
  if (members.error) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  const roleById = new Map((roles.data ?? []).map((role) => [role.id, role]));
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
            : sorted.map((member) => <MemberRow key={member.id} member={member} roles={roles.data ?? []} role={roleById.get(member.roleId ?? '')} />)}
        </ul>
      </SettingsSection>
    </SettingsColumn>
  );
}

function MemberRow({ member, roles, role }: { member: Member; roles: Role[]; role: Role | undefined }) {
  const me = useMe();
  const { byId } = usePeople();
  const person = byId.get(member.userId);
  const name = personName(person);
  const roleName = role?.name ?? member.roleName ?? '';
  return (
    <li className={css.row}>
      <Mark id={member.userId} name={name} size="lg" />
      <div className={css.who}>
        <strong>
          {name}
          {member.userId === me.user.id ? (
            <span className={css.quiet}>
              {' '}
              · <Trans>you</Trans>
            </span>
          ) : null}
        </strong>
        <span className={css.quiet}>{person?.email}</span>
      </div>
      {can(member, 'assign') ? (
        <Picker
          label={t`Role of ${name}`}
          options={roles.map((option) => ({ value: option.id, label: option.name }))}
          selected={[member.roleId ?? '']}
          onPick={(roleId) => {
            const picked = roles.find((other) => other.id === roleId)?.name ?? '';
            changeRole(member.id, roleId).then(
              () => toast(t`${name} is now ${picked}`),
              (error: unknown) => toastProblem(t`The role of ${name} stays as it was.`, error),
            );
          }}
          trigger={(toggle) => (
            <Button look="quiet" size="sm" onClick={toggle} aria-label={t`Role of ${name}: ${roleName}`}>
              {roleName}
              <IconSelector size={14} />
            </Button>
          )}
        />
      ) : (
        <span className={css.row}>{roleName}</span>
      )}
    </li>
  );
}
