import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconSelector, IconShieldCheck, IconShieldOff, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { compareText } from '~/lib/format';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { Member, Role } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { key, queryClient } from '~/lib/query';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { ClearFilters, FilterChip, FilterSearch } from '~/ui/FilterBar';
import { Menu } from '~/ui/Menu';
import { Picker } from '~/ui/Picker';
import { Pill } from '~/ui/Pill';
import { RowsFrame, SettingsColumn, SettingsSection } from '~/ui/Settings';
import css from '~/ui/Settings.module.css';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { Tip } from '~/ui/Tip';
import { membersQuery, rolesQuery } from './api';
import { othersOf } from './memberDetails';
import { ConfirmLeave, ConfirmRemove, ConfirmReset } from './MemberDialogs';
import { changeRole, type MemberQuestion, memberMenu } from './members';
import own from './org.module.css';
import { ROLE_NAMES, roleText } from './roles';
import { factorsQuery } from './signIn';

const MemberPanel = lazy(() => import('./MemberPanel').then((module) => ({ default: module.MemberPanel })));
const AddKnown = lazy(() => import('./AddKnown').then((module) => ({ default: module.AddKnown })));

const MANY = 8;
const PAGE = 100;
const NO_ROLES: Role[] = [];

interface Props {
  /** The membership that is open beside the list, for Organizers. */
  open: string | undefined;
  link: (id: string, className: string, children: ReactNode) => ReactElement;
  documents: (record: string, className: string, children: ReactNode) => ReactElement;
  onClose: () => void;
  /** The person has left this organization and has no business here any more. */
  onLeft: () => void;
}

export function MembersSettings({ open, link, documents, onClose, onLeft }: Props) {
  const me = useMe();
  const organizes = me.role === 'Organizer';
  const members = useQuery(membersQuery());
  const roles = useQuery(rolesQuery());
  const factors = useQuery({ ...factorsQuery(), enabled: organizes });
  const { byId } = usePeople();
  const [asking, setAsking] = useState<{ what: MemberQuestion; member: Member } | null>(null);
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<string[]>([]);
  const [states, setStates] = useState<string[]>([]);
  const [shown, setShown] = useState(PAGE);
  const [adding, setAdding] = useState(false);
  useLive('organization', (events) => {
    if (events.some((event) => event.entity.endsWith('OrganizationMember'))) void queryClient.invalidateQueries({ queryKey: key('members') });
  });
  // Who is not in the answer has never set anything up.
  const safe = factors.data ? new Set(factors.data.filter((one) => one.enabled || one.passkeys > 0).map((one) => one.userId)) : null;
  const nameOf = (member: Member) => personName(byId.get(member.userId));
  const needle = search.trim().toLocaleLowerCase();
  const fits = (member: Member) =>
    `${nameOf(member)} ${byId.get(member.userId)?.email ?? ''}`.toLocaleLowerCase().includes(needle) &&
    (picked.length === 0 || picked.includes(member.roleName ?? '')) &&
    (!states.includes('paused') || member.pausedAt !== null) &&
    (!states.includes('active') || member.pausedAt === null) &&
    (!states.includes('bare') || !safe?.has(member.userId));
  const all = members.data ?? [];
  const found = all.filter(fits).toSorted((a, b) => compareText(nameOf(a), nameOf(b)));
  const filtered = needle !== '' || picked.length > 0 || states.length > 0;
  const clear = () => {
    setSearch('');
    setPicked([]);
    setStates([]);
  };
  const count = all.length;
  const others = organizes ? othersOf(me) : [];
  const add: Action = { id: 'member.addKnown', label: t`Add somebody you work with elsewhere`, group: t`Members`, icon: IconUserPlus, enabled: others.length > 0 && members.isSuccess, run: () => setAdding(true) };
  useActions([add]);
  if (members.error && !members.data) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  const opened = organizes ? all.find((member) => member.id === open) : undefined;
  return (
    <>
      <SettingsColumn wide>
        <SettingsSection title={<Trans>Members</Trans>} text={members.data ? <Trans>{count} people and what they may do here.</Trans> : null}
          end={
            add.enabled ? (
              <Button size="sm" folds icon={IconUserPlus} onClick={add.run}>
                <Trans>Add from elsewhere</Trans>
              </Button>
            ) : null
          }
        >
          {count > MANY || filtered ? (
            <div className={own.bar}>
              <FilterSearch value={search} onChange={setSearch} label={t`Filter members by name or address`} />
              <FilterChip label={t`Role`} options={ROLE_NAMES.map((role) => ({ value: role, label: role }))} values={picked} onChange={setPicked} />
              <FilterChip
                label={t`State`}
                single
                options={[{ value: 'active', label: t`Active` }, { value: 'paused', label: t`Paused` }, ...(safe ? [{ value: 'bare', label: t`No second factor` }] : [])]}
                values={states}
                onChange={setStates}
              />
              {filtered ? <ClearFilters onClear={clear} /> : null}
            </div>
          ) : null}
          {members.isSuccess && found.length === 0 ? (
            <RowsFrame>
              <EmptyState
                icon={IconUsers}
                title={<Trans>Nobody matches the filters</Trans>}
                actions={
                  <Button onClick={clear}>
                    <Trans>Clear filters</Trans>
                  </Button>
                }
              />
            </RowsFrame>
          ) : (
            <ul className={css.rows} aria-label={t`Members`}>
              {members.isPending
                ? ['a', 'b', 'c'].map((line) => (
                    <li key={line} className={css.row}>
                      <Bone w="var(--avatar-lg)" h="var(--avatar-lg)" round />
                      <Bone w="30%" />
                    </li>
                  ))
                : found
                    .slice(0, shown)
                    .map((member) => (
                      <MemberRow key={member.id} member={member} roles={roles.data ?? NO_ROLES} safe={safe ? safe.has(member.userId) : null} open={member.id === opened?.id} link={organizes ? link : null} onAsk={(what) => setAsking({ what, member })} />
                    ))}
            </ul>
          )}
          {found.length > shown ? (
            <div className={own.foot}>
              <Button onClick={() => setShown(shown + PAGE)}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          ) : null}
        </SettingsSection>
        <Suspense fallback={null}>
          {adding ? <AddKnown others={others} members={all} roles={roles.data ?? NO_ROLES} onClose={() => setAdding(false)} /> : null}
        </Suspense>
        {asking?.what === 'remove' ? <ConfirmRemove member={asking.member} onClose={() => setAsking(null)} /> : null}
        {asking?.what === 'leave' ? <ConfirmLeave member={asking.member} onClose={() => setAsking(null)} onLeft={onLeft} /> : null}
        {asking?.what === 'reset' ? <ConfirmReset member={asking.member} onClose={() => setAsking(null)} /> : null}
      </SettingsColumn>
      <Suspense fallback={null}>
        {opened ? (
          <MemberPanel
            key={opened.id}
            member={opened}
            roles={roles.data ?? NO_ROLES}
            factor={factors.data && (factors.data.find((one) => one.userId === opened.userId) ?? null)}
            documents={documents}
            onAsk={(what) => setAsking({ what, member: opened })}
            onClose={onClose}
          />
        ) : null}
      </Suspense>
    </>
  );
}

interface RowProps {
  member: Member;
  roles: Role[];
  /** Whether they have a second factor; null where that is nobody's business. */
  safe: boolean | null;
  open: boolean;
  /** Leads to more about them, for whom there is more to see. */
  link: Props['link'] | null;
  onAsk: (what: MemberQuestion) => void;
}

function MemberRow({ member, roles, safe, open, link, onAsk }: RowProps) {
  const me = useMe();
  const { byId } = usePeople();
  const person = byId.get(member.userId);
  const name = personName(person);
  const mine = member.userId === me.user.id;
  const roleName = roles.find((role) => role.id === member.roleId)?.name ?? member.roleName ?? '';
  return (
    <li className={cx(css.row, link && own.covered)} data-open={open} data-member={member.id}>
      <Mark id={member.userId} name={name} size="lg" />
      <div className={css.who}>
        <strong>
          {link ? link(member.id, own.cover ?? '', <bdi>{name}</bdi>) : <bdi>{name}</bdi>}
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
      {safe === null ? null : <Factor safe={safe} />}
      <span className={own.roleCell}>
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
      </span>
      <span className={css.more}>
        <Menu trigger={<IconButton size="sm" icon={IconDots} label={t`Actions for ${name}`} />} groups={memberMenu(member, mine, name, safe !== false, onAsk)} />
      </span>
    </li>
  );
}

function Factor({ safe }: { safe: boolean }) {
  const text = safe ? t`Has a second factor` : t`No second factor`;
  const Glyph = safe ? IconShieldCheck : IconShieldOff;
  return (
    <Tip label={text}>
      <span className={own.shield} data-on={safe} role="img" aria-label={text}>
        <Glyph size={18} stroke={1.5} />
      </span>
    </Tip>
  );
}
