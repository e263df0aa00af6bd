import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconMailForward, IconMailOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useLive } from '~/lib/live';
import type { Invitation } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can, useMay } from '~/lib/policy';
import { key, queryClient } from '~/lib/query';
import { Button, IconButton } from '~/ui/Button';
import { FilterChip, FilterSearch } from '~/ui/FilterBar';
import { Menu } from '~/ui/Menu';
import { Pill, type Tone } from '~/ui/Pill';
import { FetchedRows, Row, Rows, SettingsColumn, SettingsSection, Who } from '~/ui/Settings';
import { EmptyState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { toast, toastProblem } from '~/ui/toast';
import { invitationsQuery, resendInvitation, revokeInvitation } from './api';
import { invite } from './invite';
import { InviteForm } from './InviteForm';
import css from './org.module.css';

export function InvitationsSettings() {
  const may = useMay();
  return (
    <SettingsColumn wide>
      {may('users', 'create') ? <InviteForm /> : null}
      <InvitationList />
    </SettingsColumn>
  );
}

type Shown = Invitation['status'] | 'expired';

/** An open invitation whose time has run out is still `pending` to the API. */
function shownStatus({ status, expiresAt }: Invitation): Shown {
  return status === 'pending' && Date.parse(expiresAt) < Date.now() ? 'expired' : status;
}

const TONES: Record<Shown, Tone> = { pending: 'amber', accepted: 'green', revoked: 'grey', expired: 'grey' };
const SHOWN: Shown[] = ['pending', 'expired', 'accepted', 'revoked'];

function statusName(status: Shown): string {
  const names: Record<Shown, string> = { pending: t`Pending`, accepted: t`Accepted`, revoked: t`Revoked`, expired: t`Expired` };
  return names[status];
}

const MANY = 8;

function InvitationList() {
  const query = useQuery(invitationsQuery());
  const { data } = query;
  const [states, setStates] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  useLive('organization', (events) => {
    if (events.some((event) => event.entity.endsWith('Invitation'))) void queryClient.invalidateQueries({ queryKey: key('invitations') });
  });
  const filtered = states.length > 0 || search !== '';
  const needle = search.trim().toLocaleLowerCase();
  const sorted = (data ?? [])
    .filter((invitation) => (states.length === 0 || states.includes(shownStatus(invitation))) && invitation.email.toLocaleLowerCase().includes(needle))
    .toSorted((a, b) => SHOWN.indexOf(shownStatus(a)) - SHOWN.indexOf(shownStatus(b)) || b.createdAt.localeCompare(a.createdAt));
  return (
    <SettingsSection title={<Trans>Invitations</Trans>}>
      {data && (data.length > MANY || filtered) ? (
        <div className={css.bar}>
          <FilterSearch value={search} onChange={setSearch} label={t`Filter invitations by address`} />
          <FilterChip label={t`Status`} options={SHOWN.map((status) => ({ value: status, label: statusName(status) }))} values={states} onChange={setStates} />
        </div>
      ) : null}
      <FetchedRows
        query={query}
        none={
          sorted.length > 0 ? null : filtered ? (
            <EmptyState
              icon={IconMailForward}
              title={<Trans>No invitation matches the filters</Trans>}
              actions={
                <Button
                  onClick={() => {
                    setStates([]);
                    setSearch('');
                  }}
                >
                  <Trans>Clear filters</Trans>
                </Button>
              }
            />
          ) : (
            <EmptyState icon={IconMailForward} title={<Trans>No invitations yet</Trans>}>
              <Trans>Whom you invite stands here until they have joined.</Trans>
            </EmptyState>
          )
        }
      >
        <Rows label={t`Invitations`}>
          {sorted.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </Rows>
      </FetchedRows>
    </SettingsSection>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { byId } = usePeople();
  const { id, email, roleName, expiresAt, acceptedAt } = invitation;
  const status = shownStatus(invitation);
  const host = personName(byId.get(invitation.invitedBy));
  const open = status === 'pending' || status === 'expired';
  const failed = (error: unknown) => toastProblem(t`The invitation stays as it was.`, error);
  return (
    <Row>
      <Who
        title={<bdi>{email}</bdi>}
        text={
          <>
            {roleName}
            {' · '}
            <Trans>by {host}</Trans>
            {' · '}
            {status === 'pending' ? (
              <Trans>
                expires <Time at={expiresAt} relative />
              </Trans>
            ) : null}
            {status === 'expired' ? (
              <Trans>
                expired <Time at={expiresAt} relative />
              </Trans>
            ) : null}
            {status === 'accepted' && acceptedAt ? <Time at={acceptedAt} relative /> : null}
            {status === 'revoked' ? <Time at={invitation.updatedAt} relative /> : null}
          </>
        }
      />
      <Pill tone={TONES[status]}>{statusName(status)}</Pill>
      <Menu
        trigger={<IconButton size="sm" icon={IconDots} label={t`Actions for ${email}`} />}
        groups={[
          {
            items: [
              {
                id: 'resend',
                label: t`Send again`,
                icon: IconMailForward,
                enabled: open && can(invitation, 'resend'),
                run: () => void resendInvitation(id).then(() => toast(t`Invitation sent to ${email}`), failed),
              },
              {
                id: 'revoke',
                label: t({ message: 'Revoke', context: 'an invitation' }),
                icon: IconMailOff,
                danger: true,
                enabled: open && can(invitation, 'revoke'),
                run: () => void revokeInvitation(id).then(() => toast(t`Invitation to ${email} revoked`), failed),
              },
              {
                id: 'again',
                label: t`Invite again`,
                icon: IconMailForward,
                enabled: status === 'revoked' && can(invitation, 'resend'),
                run: () => void invite(email, roleName).then(() => toast(t`Invitation sent to ${email}`), (error: unknown) => toastProblem(t`Nobody was invited.`, error)),
              },
            ],
          },
        ]}
      />
    </Row>
  );
}
