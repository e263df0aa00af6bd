import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCalendarPlus, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { CalendarFeed } from '~/lib/models';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Field, FormProblem } from '~/ui/Field';
import fieldCss from '~/ui/Field.module.css';
import { Bone } from '~/ui/States';
import { Time } from '~/ui/Time';
import { toast } from '~/ui/toast';
import { createFeed, feedsQuery, revokeFeed } from './api';
import css from './feeds.module.css';

interface Props {
  /** The project whose dates it gives; null for the reader's own work. */
  project: { id: string; name: string } | null;
  onClose: () => void;
}

/** Addresses from which a calendar program reads due dates: made, copied once, revoked. */
export function FeedDialog({ project, onClose }: Props) {
  const query = useQuery(feedsQuery(project?.id ?? null));
  const [made, setMade] = useState<CalendarFeed | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setMade(await createFeed(project?.id ?? null));
    } catch (error) {
      setProblem(problemText(error));
    }
    setBusy(false);
  };
  const feeds = query.data ?? [];
  const name = project?.name ?? '';
  return (
    <Dialog open onClose={onClose} title={project ? t`“${name}” in your calendar` : t`Your work in your calendar`}>
      <div className={css.parts}>
        <p className={css.text}>
          {project ? (
            <Trans>An address to subscribe to in any calendar program: the due dates and milestones of this project, as you may see them.</Trans>
          ) : (
            <Trans>An address to subscribe to in any calendar program: the due dates of what is assigned to you, in all projects.</Trans>
          )}
        </p>
        {made?.url ? <Address url={made.url} /> : null}
        {query.isPending ? <Bone w="50%" /> : null}
        {feeds.length > 0 ? (
          <ul className={css.feeds} aria-label={t`Addresses in use`}>
            {feeds.map((feed) => (
              <li key={feed.id} className={css.feed}>
                <span className={css.when}>
                  <Trans>
                    Made <Time at={feed.createdAt} relative />
                  </Trans>
                  {' · '}
                  {feed.lastReadAt ? (
                    <Trans>
                      last read <Time at={feed.lastReadAt} relative />
                    </Trans>
                  ) : (
                    <Trans>never read</Trans>
                  )}
                </span>
                <Button
                  size="sm"
                  onClick={() => {
                    if (made?.id === feed.id) setMade(null);
                    void revokeFeed(feed);
                  }}
                >
                  <Trans context="an address of a calendar">Revoke</Trans>
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        <FormProblem text={problem} />
        <div className={css.foot}>
          <Button look={made ? 'plain' : 'primary'} icon={IconCalendarPlus} busy={busy} onClick={() => void make()}>
            {feeds.length > 0 ? <Trans>Make another address</Trans> : <Trans>Make an address</Trans>}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Address({ url }: { url: string }) {
  const id = useId();
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    toast(t`Address copied`);
  };
  return (
    <Field id={id} label={<Trans>Address</Trans>} help={<Trans>Copy it now: it is shown this once. Whoever has it sees these dates until you revoke it.</Trans>}>
      <div className={css.address}>
        <input id={id} className={fieldCss.input} readOnly value={url} dir="ltr" aria-describedby={`${id}-help`} onFocus={(event) => event.target.select()} />
        <Button icon={IconCopy} onClick={() => void copy()}>
          <Trans>Copy</Trans>
        </Button>
      </div>
    </Field>
  );
}
