import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconKey, IconLogout } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { ApiToken, Member, MfaSetting, Role } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { problemText } from '~/lib/problem';
import { key, queryClient } from '~/lib/query';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { ConfirmByName } from '~/ui/Dialog';
import { Menu } from '~/ui/Menu';
import { Panel, Properties, PropertyRow, PropertyText, Section } from '~/ui/Panel';
import { Pill } from '~/ui/Pill';
import { PropertyChoice } from '~/ui/PropertyFields';
import { Quiet, Row, Rows, Setting, Who } from '~/ui/Settings';
import { Bone } from '~/ui/States';
import { Time } from '~/ui/Time';
import { KYC_TONES, kycStatusName } from './kyc';
import { kycOfQuery, linkOfQuery, revokeTokenOf, signOutMember, tokensOfQuery, unlink } from './memberDetails';
import { changeRole, type MemberQuestion, memberMenu } from './members';
import css from './org.module.css';
import { RecordLog } from './RecordLog';
import { roleText } from './roles';
import { providerQuery } from './signIn';

interface Props {
  member: Member;
  roles: Role[];
  /** Their second factor; undefined while that is not known, null when they never had one. */
  factor: MfaSetting | null | undefined;
  documents: (record: string, className: string, children: ReactNode) => ReactElement;
  onAsk: (what: MemberQuestion) => void;
  onClose: () => void;
}

/** One person beside the list, for Organizers: how they belong here, how they come in, and how that is ended. */
export function MemberPanel({ member, roles, factor, documents, onAsk, onClose }: Props) {
  const me = useMe();
  const [whole, setWhole] = useState(false);
  const { byId } = usePeople();
  const person = byId.get(member.userId);
  const name = personName(person);
  const mine = member.userId === me.user.id;
  const safe = factor !== null && (factor === undefined || factor.enabled || factor.passkeys > 0);
  useLive('organizers', (events) => {
    if (events.some((event) => event.entity.endsWith('KycData'))) void queryClient.invalidateQueries({ queryKey: key('kyc of', member.userId) });
  });
  const out: Action = { id: 'member.signOut', label: t`Sign out everywhere`, group: t`Members`, icon: IconLogout, enabled: can(member, 'end_sessions'), run: () => void signOutMember(member, name) };
  useActions([out]);
  const roleName = roles.find((role) => role.id === member.roleId)?.name ?? member.roleName ?? '';
  return (
    <Panel
      label={t`Member ${name}`}
      where={<Trans>Members</Trans>}
      actions={<Menu trigger={<IconButton icon={IconDots} label={t`Actions for ${name}`} />} groups={memberMenu(member, mine, name, safe, onAsk)} />}
      whole={whole}
      onWhole={setWhole}
      onClose={onClose}
    >
      <div className={css.person}>
        <Mark id={member.userId} name={name} size="xl" />
        <div>
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <p>{person?.email}</p>
        </div>
        {member.pausedAt ? (
          <Pill tone="amber">
            <Trans>Paused</Trans>
          </Pill>
        ) : null}
      </div>
      <Properties>
        <PropertyChoice
          label={t`Role`}
          editable={can(member, 'assign')}
          options={roles.map((role) => ({ value: role.id, label: role.name, hint: roleText(role.name) }))}
          selected={[member.roleId ?? '']}
          onPick={(roleId) => {
            const role = roles.find((other) => other.id === roleId);
            if (role) void changeRole(member, role, name);
          }}
        >
          <span>{roleName}</span>
        </PropertyChoice>
        <PropertyRow label={t`Joined`}>
          <PropertyText>
            <Time at={member.createdAt} />
          </PropertyText>
        </PropertyRow>
        {member.pausedAt ? (
          <PropertyRow label={t`Paused`}>
            <PropertyText>
              <Time at={member.pausedAt} />
            </PropertyText>
          </PropertyRow>
        ) : null}
        <PropertyRow label={t`E-mail`}>
          <PropertyText unset={!person?.emailVerifiedAt}>{person?.emailVerifiedAt ? t`Confirmed` : t`Not confirmed`}</PropertyText>
        </PropertyRow>
        <Verification userId={member.userId} documents={documents} />
        <PropertyRow label={t`Second factor`}>
          <PropertyText unset={!safe}>{factor === undefined ? <Bone w="var(--col-md)" /> : factorWords(factor)}</PropertyText>
        </PropertyRow>
        <ProviderOf userId={member.userId} name={name} />
      </Properties>
      {out.enabled ? (
        <Section title={t`Sign-ins`}>
          <Setting text={<Trans>Ends what they have open, on all devices. They can sign in again; to shut them out, pause them. API tokens are ended below.</Trans>} title={null}>
            <Button size="sm" icon={IconLogout} onClick={out.run}>
              {out.label}
            </Button>
          </Setting>
        </Section>
      ) : null}
      <Tokens userId={member.userId} />
      <Section title={t`History`}>
        <RecordLog entityId={member.id} />
      </Section>
    </Panel>
  );
}

function factorWords(factor: MfaSetting | null): string {
  if (!factor || (!factor.enabled && factor.passkeys === 0)) return t`None`;
  const keys = factor.passkeys;
  const parts = [...(factor.enabled ? [t`Authenticator app`] : []), ...(keys === 1 ? [t`one passkey`] : []), ...(keys > 1 ? [t`${keys} passkeys`] : [])];
  return parts.join(', ');
}

function Verification({ userId, documents }: { userId: string; documents: Props['documents'] }) {
  const { data, error } = useQuery(kycOfQuery(userId));
  const handedIn = data?.submittedAt ? data : null;
  return (
    <PropertyRow label={t`Verification`} error={error ? problemText(error) : undefined}>
      <PropertyText unset={!handedIn}>
        {data === undefined && !error ? <Bone w="var(--col-md)" /> : null}
        {data !== undefined && !handedIn ? <Trans>Nothing handed in</Trans> : null}
        {handedIn ? documents(handedIn.id, css.plainLink ?? '', <Pill tone={KYC_TONES[handedIn.status]}>{kycStatusName(handedIn.status)}</Pill>) : null}
      </PropertyText>
    </PropertyRow>
  );
}

/** Whom the organization's identity provider knows them as. Nothing where there is none. */
function ProviderOf({ userId, name }: { userId: string; name: string }) {
  const provider = useQuery(providerQuery());
  const { data, error } = useQuery({ ...linkOfQuery(userId), enabled: Boolean(provider.data) });
  if (!provider.data) return null;
  return (
    <PropertyRow label={provider.data.name} error={error ? problemText(error) : undefined}>
      <PropertyText unset={!data}>
        {data ? <bdi>{data.email ?? data.subject}</bdi> : null}
        {data === null ? <Trans>Not linked</Trans> : null}
        {data === undefined && !error ? <Bone w="var(--col-md)" /> : null}
      </PropertyText>
      {data && can(data, 'delete') ? (
        <Button size="sm" look="quiet" onClick={() => void unlink(data, name)} aria-label={t`Unlink ${name}`}>
          <Trans>Unlink</Trans>
        </Button>
      ) : null}
    </PropertyRow>
  );
}

function Tokens({ userId }: { userId: string }) {
  const { data, error, isPending } = useQuery(tokensOfQuery(userId));
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const tokens = (data ?? []).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <Section title={t`API tokens`} count={data ? tokens.length : undefined}>
      {isPending ? <Bone w="60%" /> : null}
      {error ? <Quiet>{problemText(error)}</Quiet> : null}
      {data && tokens.length === 0 ? (
        <Quiet>
          <Trans>No program acts in their name.</Trans>
        </Quiet>
      ) : null}
      {tokens.length > 0 ? (
        <Rows label={t`API tokens`}>
          {tokens.map((token) => (
            <Row key={token.id}>
              <IconKey size={16} stroke={1.5} />
              <Who title={token.name} text={<TokenTimes token={token} />} />
              {can(token, 'delete') ? (
                <Button size="sm" look="quiet" aria-label={revokeLabel(token)} onClick={() => setRevoking(token)}>
                  <Trans>Revoke</Trans>
                </Button>
              ) : null}
            </Row>
          ))}
        </Rows>
      ) : null}
      {revoking ? (
        <ConfirmByName
          open
          onClose={() => setRevoking(null)}
          title={t`Revoke the token`}
          text={<Trans>Whatever uses it stops working at once. It cannot be brought back.</Trans>}
          name={revoking.name}
          action={t`Revoke`}
          onConfirm={() => void revokeTokenOf(revoking)}
        />
      ) : null}
    </Section>
  );
}

const revokeLabel = ({ name }: ApiToken) => t`Revoke ${name}`;

const isOver = (at: string) => Date.parse(at) <= Date.now();

function TokenTimes({ token: { expiresAt, lastUsedAt } }: { token: ApiToken }) {
  return (
    <>
      {isOver(expiresAt) ? (
        <Trans>Expired</Trans>
      ) : (
        <Trans>
          ends <Time at={expiresAt} relative />
        </Trans>
      )}
      {' · '}
      {lastUsedAt ? (
        <Trans>
          last used <Time at={lastUsedAt} relative />
        </Trans>
      ) : (
        <Trans>never used</Trans>
      )}
    </>
  );
}
