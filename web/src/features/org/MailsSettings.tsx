import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { IconMail } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { api, ok } from '~/lib/client';
import type { OutboxMail } from '~/lib/models';
import { flatten, key, pageParams } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Pill, type Tone } from '~/ui/Pill';
import { FetchedRows, RowsFrame, SettingsColumn, SettingsSection, Who } from '~/ui/Settings';
import { EmptyState } from '~/ui/States';
import { Time } from '~/ui/Time';
import css from './org.module.css';

function mailsQuery() {
  return infiniteQueryOptions({
    queryKey: key('mails'),
    queryFn: ({ pageParam }) => ok(api.GET('/api/auth/outbox-mails', { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    ...pageParams,
  });
}

const TONES: Partial<Record<string, Tone>> = { sent: 'green', kept: 'grey', failed: 'red', queued: 'amber' };

function statusName(status: string): string {
  const names: Record<string, string> = { sent: t`Sent`, kept: t`Kept here`, failed: t`Failed`, queued: t`On its way` };
  return names[status] ?? status;
}

/** The mails that left, or that would have left with a mail server. */
export function MailsSettings() {
  const query = useInfiniteQuery(mailsQuery());
  const mails = flatten(query.data);
  return (
    <SettingsColumn wide>
      <SettingsSection title={<Trans>Mails</Trans>} text={<Trans>What was written to people from here. Where no mail server is set up, mails are kept here and their links work as well.</Trans>}>
        <FetchedRows
          query={query}
          none={
            mails.length === 0 ? (
              <EmptyState icon={IconMail} title={<Trans>No mails yet</Trans>}>
                <Trans>Invitations, confirmations and messages about sign-in stand here once they are written.</Trans>
              </EmptyState>
            ) : null
          }
        >
          <RowsFrame>
            <ul className={css.mails} aria-label={t`Mails`}>
              {mails.map((mail) => (
                <Mail key={mail.id} mail={mail} />
              ))}
            </ul>
          </RowsFrame>
        </FetchedRows>
        {query.hasNextPage ? (
          <div className={css.foot}>
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              <Trans>Show older</Trans>
            </Button>
          </div>
        ) : null}
      </SettingsSection>
    </SettingsColumn>
  );
}

function Mail({ mail }: { mail: OutboxMail }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <button type="button" className={css.mailHead} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Who
          title={<bdi>{mail.subject}</bdi>}
          text={
            <>
              <bdi>{mail.toAddress}</bdi> · <Time at={mail.createdAt} relative />
            </>
          }
        />
        <Pill tone={TONES[mail.status] ?? 'grey'}>{statusName(mail.status)}</Pill>
      </button>
      <div id={id} hidden={!open}>
        {open ? (
          <p className={css.mail} dir="auto">
            {mail.error ? `${mail.error}\n\n` : ''}
            {mail.text}
          </p>
        ) : null}
      </div>
    </li>
  );
}
