import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCircleCheck, IconPencil, IconPlugConnected, IconPlus, IconRefresh, IconShieldLock, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import type { IdentityProvider } from '~/lib/models';
import { can } from '~/lib/policy';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { CopyText } from '~/ui/CopyText';
import { ConfirmByName } from '~/ui/Dialog';
import { Pill } from '~/ui/Pill';
import { Card, RowsFrame, Setting, SettingsSection } from '~/ui/Settings';
import { EmptyState, ErrorState } from '~/ui/States';
import { proveDomains, removeProvider, testProvider } from './signIn';
import css from './org.module.css';

const ProviderForm = lazy(() => import('./ProviderForm').then((module) => ({ default: module.ProviderForm })));

/** Where a provider sends people back to; it has to know this address. */
export const redirectAddress = () => `${window.location.origin}/api/auth/oidc/callback`;

/** The company's own accounts as a way in. */
export function ProviderSection({ provider, error, onRetry }: { provider: IdentityProvider | null; error: unknown; onRetry: () => void }) {
  const [editing, setEditing] = useState(false);
  const edit: Action = { id: 'provider.edit', label: provider ? t`Edit the identity provider` : t`Set up an identity provider`, group: t`Sign-in`, icon: IconShieldLock, run: () => setEditing(true) };
  useActions([edit]);
  return (
    <>
      <SettingsSection
        title={<Trans>Identity provider</Trans>}
        text={<Trans>People sign in with your company’s own accounts: Microsoft Entra, Google Workspace, Okta, Keycloak or any other with OpenID Connect.</Trans>}
      >
        {error ? (
          <RowsFrame>
            <ErrorState error={error} onRetry={onRetry} />
          </RowsFrame>
        ) : provider ? (
          <Provider provider={provider} onEdit={edit.run} />
        ) : (
          <RowsFrame>
            <EmptyState
              icon={IconShieldLock}
              title={<Trans>No identity provider</Trans>}
              actions={
                <Button look="primary" icon={IconPlus} onClick={edit.run}>
                  <Trans>Set up</Trans>
                </Button>
              }
            >
              <Trans>People sign in with a password or a passkey. With a provider they come in by the account they have at work, and new colleagues need no invitation.</Trans>
            </EmptyState>
          </RowsFrame>
        )}
      </SettingsSection>
      <Suspense fallback={null}>{editing ? <ProviderForm provider={provider} onClose={() => setEditing(false)} /> : null}</Suspense>
    </>
  );
}

type Tested = 'no' | 'asking' | 'good' | string[];

function Provider({ provider, onEdit }: { provider: IdentityProvider; onEdit: () => void }) {
  const [tested, setTested] = useState<Tested>('no');
  const [proving, setProving] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { name, issuer, domains, provenDomains, defaultRole, enabled } = provider;
  const editable = can(provider, 'update');
  const test = async () => {
    setTested('asking');
    try {
      const { ok, problems } = await testProvider(provider);
      setTested(ok ? 'good' : problems);
    } catch (refused) {
      setTested([problemText(refused)]);
    }
  };
  const prove = async () => {
    setProving(true);
    await proveDomains(provider);
    setProving(false);
  };
  useActions([
    { id: 'provider.test', label: t`Test the connection to ${name}`, group: t`Sign-in`, icon: IconPlugConnected, enabled: editable, run: () => void test() },
    { id: 'provider.prove', label: t`Check the domains now`, group: t`Sign-in`, icon: IconRefresh, enabled: editable && domains.length > 0, run: () => void prove() },
  ]);
  return (
    <div className={css.stack}>
      <Card>
        <Setting
          title={
            <>
              <bdi>{name}</bdi>
              {enabled ? (
                <Pill tone="green">
                  <Trans>On</Trans>
                </Pill>
              ) : (
                <Pill>
                  <Trans>Off</Trans>
                </Pill>
              )}
            </>
          }
          text={
            <>
              <bdi>{issuer}</bdi>
              <br />
              <Trans>New people become {defaultRole}.</Trans>
            </>
          }
        >
          <span className={css.buttons}>
            <Button size="sm" icon={IconPlugConnected} busy={tested === 'asking'} disabled={!editable} onClick={() => void test()}>
              <Trans>Test connection</Trans>
            </Button>
            <Button size="sm" icon={IconPencil} disabled={!editable} onClick={onEdit}>
              <Trans>Edit</Trans>
            </Button>
          </span>
        </Setting>
        <div aria-live="polite">
          {tested === 'good' ? (
            <p className={css.tested}>
              <IconCircleCheck size={16} className={css.good} />
              <Trans>The provider answers as it should.</Trans>
            </p>
          ) : null}
          {Array.isArray(tested) ? (
            <ul className={css.problems}>
              {tested.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          ) : null}
        </div>
        <div className={css.apart}>
          <CopyText text={redirectAddress()} label={<Trans>Redirect address</Trans>} help={<Trans>Enter it at the provider, exactly so.</Trans>} done={t`Redirect address copied`} />
        </div>
      </Card>
      <Card>
        <Setting
          title={<Trans>Domains</Trans>}
          text={
            domains.length === 0 ? (
              <Trans>Without a domain, only people who link their account themselves can come in by the provider.</Trans>
            ) : (
              <Trans>Whoever has an address there comes in by the provider. Show that a domain is yours by a TXT record in its DNS.</Trans>
            )
          }
        >
          {domains.length > 0 ? (
            <Button size="sm" icon={IconRefresh} busy={proving} disabled={!editable} onClick={() => void prove()}>
              <Trans>Check now</Trans>
            </Button>
          ) : null}
        </Setting>
        {domains.length > 0 ? (
          <ul className={css.domains} aria-label={t`Domains`}>
            {domains.map((domain) => {
              const proven = provenDomains.includes(domain);
              return (
                <li key={domain}>
                  <div className={css.domain}>
                    <bdi>{domain}</bdi>
                    <Pill tone={proven ? 'green' : 'amber'}>{proven ? <Trans>Proven</Trans> : <Trans>Not proven yet</Trans>}</Pill>
                  </div>
                  {proven ? null : <CopyText text={`_vistone-challenge.${domain}`} label={<Trans>Name of the TXT record</Trans>} done={t`Name copied`} />}
                </li>
              );
            })}
          </ul>
        ) : null}
        {domains.length > provenDomains.length ? (
          <div className={css.apart}>
            <CopyText text={provider.proof} label={<Trans>Its value, the same for each domain</Trans>} done={t`Value copied`} />
          </div>
        ) : null}
      </Card>
      {can(provider, 'delete') ? (
        <Card>
          <Setting title={<Trans>Remove the identity provider</Trans>} text={<Trans>Who came in by it is signed out and unlinked. Passwords let people in again.</Trans>}>
            <Button size="sm" look="danger" icon={IconTrash} onClick={() => setRemoving(true)}>
              <Trans>Remove…</Trans>
            </Button>
          </Setting>
        </Card>
      ) : null}
      {removing ? (
        <ConfirmByName
          open
          onClose={() => setRemoving(false)}
          title={t`Remove ${name}`}
          text={<Trans>Whoever came in by it is signed out at once, and has to be linked anew when it comes back.</Trans>}
          name={name}
          action={t`Remove`}
          onConfirm={() => void removeProvider(provider)}
        />
      ) : null}
    </div>
  );
}
