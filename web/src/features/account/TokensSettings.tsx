import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { ApiToken } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { actionName, resourceName } from '~/lib/rights';
import { Button } from '~/ui/Button';
import { ConfirmByName } from '~/ui/Dialog';
import { Pill } from '~/ui/Pill';
import { FetchedRows, Row, Rows, SettingsColumn, SettingsSection, Who } from '~/ui/Settings';
import { EmptyState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { Tip } from '~/ui/Tip';
import css from './account.module.css';
import { revokeToken, tokensQuery } from './tokens';

const NewToken = lazy(() => import('./NewToken').then((module) => ({ default: module.NewToken })));

/** Credentials for programs that act as the person. */
export function TokensSettings() {
  const me = useMe();
  const query = useQuery(tokensQuery());
  useLive(`user:${me.user.id}`, () => void queryClient.invalidateQueries({ queryKey: key('tokens') }));
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const make: Action = { id: 'account.newToken', label: t`New API token`, group: t`Your account`, icon: IconKey, keys: 'c', run: () => setMaking(true) };
  useActions([make]);
  // An Organizer's list may hold the tokens of others; this page is about one's own.
  const mine = (query.data ?? []).filter((token) => token.userId === me.user.id).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <SettingsColumn>
      <SettingsSection
        title={<Trans>API tokens</Trans>}
        text={<Trans>For programs that do something in your name. Each has rights of its own and ends by itself.</Trans>}
        end={
          mine.length > 0 ? (
            <Button size="sm" look="primary" icon={IconPlus} onClick={make.run}>
              <Trans>New token</Trans>
            </Button>
          ) : null
        }
      >
        <FetchedRows
          query={query}
          none={
            mine.length === 0 ? (
              <EmptyState
                icon={IconKey}
                title={<Trans>No tokens yet</Trans>}
                actions={
                  <Button look="primary" icon={IconPlus} onClick={make.run}>
                    <Trans>New token</Trans>
                  </Button>
                }
              >
                <Trans>Make one to reach your work from a script, a build or a spreadsheet. What the API can do stands at /schema.</Trans>
              </EmptyState>
            ) : null
          }
        >
          <Rows label={t`API tokens`}>
            {mine.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
            ))}
          </Rows>
        </FetchedRows>
      </SettingsSection>
      <Suspense fallback={null}>{making ? <NewToken onClose={() => setMaking(false)} /> : null}</Suspense>
      {revoking ? (
        <ConfirmByName
          open
          onClose={() => setRevoking(null)}
          title={t`Revoke the token`}
          text={<Trans>Whatever uses it stops working at once. It cannot be brought back.</Trans>}
          name={revoking.name}
          action={t`Revoke`}
          onConfirm={() => void revokeToken(revoking)}
        />
      ) : null}
    </SettingsColumn>
  );
}

/** How long before its end a token is shown in amber. */
const SOON_MS = 7 * 86_400_000;

function stateOf(expiresAt: string): 'over' | 'soon' | 'good' {
  const left = Date.parse(expiresAt) - Date.now();
  if (left <= 0) return 'over';
  return left < SOON_MS ? 'soon' : 'good';
}

function TokenRow({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  const { name, hint, expiresAt, lastUsedAt } = token;
  const state = stateOf(expiresAt);
  const given = Object.entries(token.permissions).filter(([, actions]) => actions.length > 0);
  const areas = given.length;
  const spelled = given.map(([resource, actions]) => `${resourceName(resource)}: ${actions.map(actionName).join(', ')}`).join(' · ');
  return (
    <Row>
      <span className={css.glyph}>
        <IconKey size={18} stroke={1.5} />
      </span>
      <Who
        title={name}
        text={
          <>
            <bdi className={css.hint}>vst_…{hint}</bdi>
            {' · '}
            {state === 'good' ? (
              <>
                <Trans>
                  ends <Time at={expiresAt} relative />
                </Trans>
                {' · '}
              </>
            ) : null}
            <Tip label={spelled}>
              <span>
                <Plural value={areas} one="# area" other="# areas" />
              </span>
            </Tip>
            {' · '}
            {lastUsedAt ? (
              <Trans>
                last used <Time at={lastUsedAt} relative />
              </Trans>
            ) : (
              <Trans>never used</Trans>
            )}
          </>
        }
      />
      {state === 'soon' ? (
        <Pill tone="amber">
          <Trans>
            ends <Time at={expiresAt} relative />
          </Trans>
        </Pill>
      ) : null}
      {state === 'over' ? (
        <Pill>
          <Trans>Expired</Trans>
        </Pill>
      ) : null}
      <Button size="sm" look="quiet" aria-label={t`Revoke ${name}`} onClick={onRevoke}>
        <Trans>Revoke</Trans>
      </Button>
    </Row>
  );
}
