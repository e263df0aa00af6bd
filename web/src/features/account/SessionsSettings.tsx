import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDeviceDesktop, IconDeviceMobile, IconLogout } from '@tabler/icons-react';
import { type Action, useActions } from '~/lib/actions';
import { api, ok } from '~/lib/client';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { Session } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Pill } from '~/ui/Pill';
import { FetchedRows, Row, Rows, SettingsColumn, SettingsSection, Who } from '~/ui/Settings';
import { Time } from '~/ui/Time';
import { toast } from '~/ui/toast';
import css from './account.module.css';
import { sessionsQuery } from './api';
import { deviceName, isPhone } from '~/lib/devices';
import { changeList, without } from './held';

const end = ({ id }: Session) => ok(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }));

async function endOne(session: Session): Promise<void> {
  const device = deviceName(session.userAgent);
  if (await changeList<Session>('sessions', without(session), t`It is still signed in.`, () => end(session))) toast(t`Signed out on ${device}`);
}

async function endAll(others: Session[]): Promise<void> {
  const gone = new Set(others.map((session) => session.id));
  const refused = t`Not all of them are signed out.`;
  if (await changeList<Session>('sessions', (all) => all.filter((session) => !gone.has(session.id)), refused, () => Promise.all(others.map(end)))) {
    toast(t`Signed out everywhere else`);
  }
}

/** Where one is signed in. */
export function SessionsSettings() {
  const me = useMe();
  const query = useQuery(sessionsQuery());
  useLive(`user:${me.user.id}`, () => void queryClient.invalidateQueries({ queryKey: key('sessions') }));
  const sorted = (query.data ?? []).toSorted((a, b) => Number(b.id === me.sessionId) - Number(a.id === me.sessionId) || b.lastUsedAt.localeCompare(a.lastUsedAt));
  const others = sorted.filter((session) => session.id !== me.sessionId);
  const all: Action = {
    id: 'account.signOutElsewhere',
    label: t`Sign out everywhere else`,
    group: t`Your account`,
    icon: IconLogout,
    enabled: others.length > 0,
    run: () => void endAll(others),
  };
  useActions([all]);
  return (
    <SettingsColumn>
      <SettingsSection
        title={<Trans>Where you are signed in</Trans>}
        text={<Trans>Something you do not know? Sign it out and change your password.</Trans>}
        end={
          all.enabled ? (
            <Button size="sm" onClick={all.run}>
              <Trans>Sign out everywhere else</Trans>
            </Button>
          ) : null
        }
      >
        <FetchedRows query={query}>
          <Rows label={t`Where you are signed in`}>
            {sorted.map((session) => (
              <SessionRow key={session.id} session={session} mine={session.id === me.sessionId} />
            ))}
          </Rows>
        </FetchedRows>
      </SettingsSection>
    </SettingsColumn>
  );
}

function SessionRow({ session, mine }: { session: Session; mine: boolean }) {
  const { organizations } = useMe();
  const device = deviceName(session.userAgent);
  const Glyph = isPhone(session.userAgent) ? IconDeviceMobile : IconDeviceDesktop;
  const organization = organizations.find((other) => other.id === session.organizationId)?.name;
  const ways: Partial<Record<string, string>> = { password: t`with password`, passkey: t`with a passkey`, oidc: t`through your organization` };
  return (
    <Row>
      <span className={css.glyph} title={session.userAgent ?? undefined}>
        <Glyph size={18} stroke={1.5} />
      </span>
      <Who
        title={device}
        text={
          <>
            <bdi>{session.ipAddress ?? t`unknown address`}</bdi>
            {' · '}
            <Trans>
              last used <Time at={session.lastUsedAt} relative />
            </Trans>
            {' · '}
            {[ways[session.method], organizations.length > 1 ? organization : undefined].filter(Boolean).join(' · ')}
          </>
        }
      />
      {mine ? (
        <span className={css.mine}>
          <Pill tone="green">
            <Trans>This one</Trans>
          </Pill>
        </span>
      ) : (
        <Button size="sm" look="quiet" aria-label={t`Sign out ${device}`} onClick={() => void endOne(session)}>
          <Trans>Sign out</Trans>
        </Button>
      )}
    </Row>
  );
}
