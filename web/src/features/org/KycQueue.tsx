import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconId } from '@tabler/icons-react';
import { lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { documentsOf } from '~/lib/kyc';
import { useLive } from '~/lib/live';
import type { KycData } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { key, queryClient } from '~/lib/query';
import { Mark } from '~/ui/Avatar';
import { Pill } from '~/ui/Pill';
import { FetchedRows, Rows, SettingsColumn, SettingsSection, Who } from '~/ui/Settings';
import { EmptyState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { isWaiting, KYC_TONES, kycQueueQuery, kycStatusName } from './kyc';
import css from './org.module.css';

const KycPanel = lazy(() => import('./KycPanel').then((module) => ({ default: module.KycPanel })));

interface Props {
  /** The record that is open beside the list. */
  open: string | undefined;
  link: (id: string, className: string, children: ReactNode) => ReactElement;
  onClose: () => void;
}

/** The documents that people handed in: who waits first, then what was decided. */
export function KycQueue({ open, link, onClose }: Props) {
  const query = useQuery(kycQueueQuery());
  const { data } = query;
  useLive('organizers', (events) => {
    if (events.some((event) => event.entity.endsWith('KycData'))) void queryClient.invalidateQueries({ queryKey: key('kyc queue') });
  });
  const waiting = (data ?? []).filter(isWaiting).toSorted((a, b) => (a.submittedAt ?? '').localeCompare(b.submittedAt ?? ''));
  const decided = (data ?? []).filter((record) => !isWaiting(record)).toSorted((a, b) => (b.decidedAt ?? '').localeCompare(a.decidedAt ?? ''));
  const opened = data?.find((record) => record.id === open);
  return (
    <>
      <SettingsColumn wide>
        <SettingsSection
          title={
            <>
              <Trans>Verification queue</Trans>
              {waiting.length > 0 ? <span className={css.count}>{waiting.length}</span> : null}
            </>
          }
          text={<Trans>Documents that people handed in to prove who they are. Only they and the Organizers can open them; each look stands in the activity log.</Trans>}
        >
          <FetchedRows
            query={query}
            none={
              waiting.length === 0 ? (
                <EmptyState icon={IconId} title={<Trans>Nobody is waiting</Trans>}>
                  <Trans>People hand in their documents under Settings, Verification. Whoever does so stands here until you have decided.</Trans>
                </EmptyState>
              ) : null
            }
          >
            <Rows label={t`Verification queue`}>
              {waiting.map((record) => (
                <RecordRow key={record.id} record={record} link={link} open={record.id === open} />
              ))}
            </Rows>
          </FetchedRows>
        </SettingsSection>
        {decided.length > 0 ? (
          <SettingsSection title={<Trans>Decided</Trans>}>
            <Rows label={t`Decided`}>
              {decided.map((record) => (
                <RecordRow key={record.id} record={record} link={link} open={record.id === open} />
              ))}
            </Rows>
          </SettingsSection>
        ) : null}
      </SettingsColumn>
      <Suspense fallback={null}>{opened ? <KycPanel key={opened.id} record={opened} onClose={onClose} /> : null}</Suspense>
    </>
  );
}

function RecordRow({ record, link, open }: { record: KycData; link: Props['link']; open: boolean }) {
  const { byId } = usePeople();
  const name = personName(byId.get(record.userId));
  const by = record.decidedBy ? personName(byId.get(record.decidedBy)) : null;
  const count = documentsOf(record).length;
  const { submittedAt, decidedAt } = record;
  return (
    <li className={css.opens} data-open={open}>
      <Mark id={record.userId} name={name} size="lg" />
      <Who
        title={link(record.id, css.cover ?? '', <bdi>{name}</bdi>)}
        text={
          <>
            {isWaiting(record) && submittedAt ? (
              <Trans>
                handed in <Time at={submittedAt} relative />
              </Trans>
            ) : decidedAt && by ? (
              <Trans>
                {by}, <Time at={decidedAt} relative />
              </Trans>
            ) : null}
            {' · '}
            {record.purgedAt ? <Trans>files no longer kept</Trans> : <Plural value={count} one="# document" other="# documents" />}
          </>
        }
      />
      <Pill tone={KYC_TONES[record.status]}>{kycStatusName(record.status)}</Pill>
    </li>
  );
}
