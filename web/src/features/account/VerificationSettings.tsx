import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { documentsOf } from '~/lib/kyc';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { KycData } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Pill, type Tone } from '~/ui/Pill';
import { Card, RowsFrame, Setting, SettingsColumn, SettingsSection } from '~/ui/Settings';
import { Bone, ErrorState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { Documents } from './Documents';
import { kycQuery, submitDocuments } from './kyc';

type Shown = 'none' | 'gathering' | 'waiting' | 'approved' | 'rejected' | 'again';

function shownOf(record: KycData | null): Shown {
  if (!record) return 'none';
  if (record.status === 'approved') return 'approved';
  if (record.status === 'rejected') return 'rejected';
  if (record.status === 'resubmission_requested') return 'again';
  if (record.submittedAt) return 'waiting';
  return documentsOf(record).length > 0 ? 'gathering' : 'none';
}

const TONES: Record<Shown, Tone> = { none: 'grey', gathering: 'grey', waiting: 'amber', approved: 'green', rejected: 'red', again: 'amber' };

/** The check of one's own documents: hand them in, read what came of it, hand in others. */
export function VerificationSettings() {
  const { user } = useMe();
  const { data, error, isPending, refetch } = useQuery(kycQuery(user.id));
  useLive(`user:${user.id}`, () => void queryClient.invalidateQueries({ queryKey: key('kyc', user.id) }));
  const record = data ?? null;
  const shown = shownOf(record);
  const open = shown !== 'approved';
  const submit: Action = {
    id: 'account.submitDocuments',
    label: shown === 'rejected' || shown === 'again' ? t`Hand in again` : t`Hand in`,
    group: t`Your account`,
    icon: IconSend,
    enabled: record !== null && open && shown !== 'waiting' && documentsOf(record).length > 0,
    run: () => {
      if (record) void submitDocuments(record);
    },
  };
  useActions([submit]);
  return (
    <SettingsColumn>
      <SettingsSection
        title={<Trans>Verification</Trans>}
        text={<Trans>Some work and some payments need proof of who you are. Hand in your documents once; only you and the Organizers can open them.</Trans>}
      >
        {error && data === undefined ? (
          <RowsFrame>
            <ErrorState error={error} onRetry={() => void refetch()} />
          </RowsFrame>
        ) : isPending ? (
          <Card>
            <Bone w="60%" h="var(--s4)" />
          </Card>
        ) : (
          <Card>
            <Status record={record} shown={shown}>
              {submit.enabled ? (
                <Button look="primary" icon={IconSend} onClick={submit.run}>
                  {submit.label}
                </Button>
              ) : null}
            </Status>
          </Card>
        )}
      </SettingsSection>
      {isPending || (error && data === undefined) ? null : <Documents record={record} userId={user.id} open={open} />}
    </SettingsColumn>
  );
}

function Status({ record, shown, children }: { record: KycData | null; shown: Shown; children: ReactNode }) {
  const names: Record<Shown, string> = {
    none: t`Not begun`,
    gathering: t`Not handed in yet`,
    waiting: t`Being checked`,
    approved: t`Verified`,
    rejected: t`Not accepted`,
    again: t`Asked for again`,
  };
  const reason = record?.reason;
  return (
    <Setting
      title={
        <>
          <Trans>Your identity</Trans>
          <Pill tone={TONES[shown]}>{names[shown]}</Pill>
        </>
      }
      text={
        <>
          {shown === 'none' ? <Trans>Add your documents below, then hand them in.</Trans> : null}
          {shown === 'gathering' ? <Trans>Hand them in when all are there: then an Organizer looks at them.</Trans> : null}
          {shown === 'waiting' && record?.submittedAt ? (
            <Trans>
              Handed in <Time at={record.submittedAt} relative />. You are told by mail when an Organizer has looked.
            </Trans>
          ) : null}
          {shown === 'approved' && record?.decidedAt ? (
            <Trans>
              An Organizer accepted your documents <Time at={record.decidedAt} relative />.
            </Trans>
          ) : null}
          {(shown === 'rejected' || shown === 'again') && reason ? (
            <Trans>
              An Organizer writes: “<bdi>{reason}</bdi>”
            </Trans>
          ) : null}
        </>
      }
    >
      {children}
    </Setting>
  );
}
