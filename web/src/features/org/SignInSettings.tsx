import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { IdentityProvider, RoleName, SignInPolicy } from '~/lib/models';
import { usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Dialog, DialogFoot } from '~/ui/Dialog';
import { Switch } from '~/ui/Field';
import { Card, RowsFrame, Setting, SettingsColumn, SettingsSection } from '~/ui/Settings';
import { Bone, ErrorState } from '~/ui/States';
import { membersQuery } from './api';
import { ProviderSection } from './ProviderSection';
import { ROLE_NAMES } from './roles';
import { changePolicy, factorsQuery, linksQuery, policyQuery, providerQuery } from './signIn';
import css from './org.module.css';

/** How people sign in to this organization. */
export function SignInSettings() {
  const policy = useQuery(policyQuery());
  const provider = useQuery(providerQuery());
  useLive('organization', (events) => {
    if (events.some((event) => event.entity.endsWith('SignInPolicy'))) void queryClient.invalidateQueries({ queryKey: key('sign-in policy') });
  });
  useLive('organizers', (events) => {
    if (events.some((event) => event.entity.endsWith('IdentityProvider'))) void queryClient.invalidateQueries({ queryKey: key('identity provider') });
  });
  if (policy.error && !policy.data) {
    return (
      <RowsFrame>
        <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />
      </RowsFrame>
    );
  }
  if (!policy.data || provider.isPending) return <Waiting />;
  return (
    <SettingsColumn>
      <SecondFactor policy={policy.data} />
      <Passwords policy={policy.data} provider={provider.data ?? null} />
      {can(policy.data, 'update') ? <ProviderSection provider={provider.data ?? null} error={provider.error} onRetry={() => void provider.refetch()} /> : null}
    </SettingsColumn>
  );
}

function Waiting() {
  return (
    <SettingsColumn>
      {['a', 'b'].map((part) => (
        <SettingsSection key={part} title={<Bone w="var(--col-lg)" h="var(--s4)" />}>
          <Card>
            <div className={css.stack}>
              <Bone w="70%" />
              <Bone w="50%" />
              <Bone w="60%" />
            </div>
          </Card>
        </SettingsSection>
      ))}
    </SettingsColumn>
  );
}

function SecondFactor({ policy }: { policy: SignInPolicy }) {
  const me = useMe();
  const members = useQuery(membersQuery());
  const factors = useQuery(factorsQuery());
  const [asking, setAsking] = useState(false);
  const editable = can(policy, 'update');
  const safe = new Set((factors.data ?? []).filter((one) => one.enabled || one.passkeys > 0).map((one) => one.userId));
  const iHaveNone = !me.mfa.totp && me.mfa.passkeys === 0 && me.method !== 'oidc';
  const set = (role: RoleName, on: boolean) => {
    const mfaRoles = ROLE_NAMES.filter((one) => (one === role ? on : policy.mfaRoles.includes(one)));
    void changePolicy({ mfaRoles }, on ? t`${role}: a second factor is required` : t`${role}: a second factor is optional`);
  };
  return (
    <SettingsSection
      title={<Trans>Second factor</Trans>}
      text={<Trans>Who must sign in with a code or a passkey besides the password. Whoever has none is led to set one up and gets nowhere else before.</Trans>}
    >
      <Card>
        {ROLE_NAMES.map((role) => {
          const these = (members.data ?? []).filter((member) => member.roleName === role);
          const count = these.length;
          const have = these.filter((member) => safe.has(member.userId)).length;
          return (
            <Setting key={role} title={role} text={members.data && factors.data ? count === 0 ? <Trans>Nobody has this role.</Trans> : <Trans>{have} of {count} have one.</Trans> : null}>
              <Switch
                label={t`${role}: require a second factor`}
                checked={policy.mfaRoles.includes(role)}
                disabled={!editable}
                onChange={(on) => (on && role === me.role && iHaveNone ? setAsking(true) : set(role, on))}
              />
            </Setting>
          );
        })}
      </Card>
      {asking ? (
        <Dialog open onClose={() => setAsking(false)} title={t`You have no second factor yet`} small>
          <p className={css.note}>
            <Trans>You are an {me.role} yourself: you are asked to set one up at once, and can do nothing else here before. Have your phone at hand.</Trans>
          </p>
          <DialogFoot onClose={() => setAsking(false)}>
            <Button
              look="primary"
              onClick={() => {
                setAsking(false);
                set(me.role, true);
              }}
            >
              <Trans>Require it</Trans>
            </Button>
          </DialogFoot>
        </Dialog>
      ) : null}
    </SettingsSection>
  );
}

function Passwords({ policy, provider }: { policy: SignInPolicy; provider: IdentityProvider | null }) {
  const [asking, setAsking] = useState(false);
  const editable = can(policy, 'update');
  const ready = provider !== null && provider.enabled && provider.provenDomains.length > 0;
  const on = policy.passwordSignIn;
  const name = provider?.name ?? '';
  return (
    <SettingsSection title={<Trans>Passwords</Trans>}>
      <Card>
        <Setting
          title={<Trans>Sign in with a password or passkey</Trans>}
          text={
            on ? (
              ready ? (
                <Trans>Turned off, people come in by {name} alone. Organizers keep their passwords as a way back.</Trans>
              ) : (
                <Trans>It can be turned off once an identity provider is set up and enabled below and a domain of it is proven.</Trans>
              )
            ) : (
              <Trans>Off: people come in by {name} alone. Organizers keep their passwords as a way back.</Trans>
            )
          }
        >
          <Switch
            label={t`Sign in with a password or passkey`}
            checked={on}
            disabled={!editable || (on && !ready)}
            onChange={(next) => (next ? void changePolicy({ passwordSignIn: true }, t`Passwords let people in again`) : setAsking(true))}
          />
        </Setting>
      </Card>
      {asking && provider ? <ConfirmOff provider={provider} onClose={() => setAsking(false)} /> : null}
    </SettingsSection>
  );
}

/** Who would stand before a closed door is said before it closes. */
function ConfirmOff({ provider, onClose }: { provider: IdentityProvider; onClose: () => void }) {
  const members = useQuery(membersQuery());
  const links = useQuery(linksQuery());
  const { byId } = usePeople();
  const linked = new Set((links.data ?? []).map((link) => link.userId));
  const known = (userId: string) => provider.provenDomains.some((domain) => byId.get(userId)?.email.toLowerCase().endsWith(`@${domain}`));
  const count = (members.data ?? []).filter((member) => member.roleName !== 'Organizer' && !linked.has(member.userId) && !known(member.userId)).length;
  const name = provider.name;
  return (
    <Dialog open onClose={onClose} title={t`Turn off sign-in with a password`} small>
      <div className={css.stack}>
        <p className={css.note}>
          <Trans>Everybody but the Organizers then signs in by {name}. Sign-ins made with a password end within seconds.</Trans>
        </p>
        {members.data && links.data && count > 0 ? (
          <p className={css.note} role="alert">
            <strong>
              <Trans>{count} people could not come in: they are not linked to {name}, and their address has no proven domain.</Trans>
            </strong>
          </p>
        ) : null}
      </div>
      <DialogFoot onClose={onClose}>
        <Button
          look="danger"
          onClick={() => {
            onClose();
            void changePolicy({ passwordSignIn: false }, t`Only ${name} lets people in now`);
          }}
        >
          <Trans>Turn off</Trans>
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
