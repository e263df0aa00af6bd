import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconChevronRight, IconRobot } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useId, useState } from 'react';
import { formatMomentZoned } from '~/lib/dates';
import { deviceName } from '~/lib/devices';
import { formatNumber } from '~/lib/format';
import type { LogEntry } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { Mark } from '~/ui/Avatar';
import { Time } from '~/ui/Time';
import { type Change, calledIn, changesOf, detailsOf, recordLogQuery, tokenOf } from './activity';
import { aboutWords, entryWords } from './activityWords';
import { fieldName } from './kindNames';
import css from './activity.module.css';

interface Props {
  entry: LogEntry;
  /** A link to the record, where there is a page for it. */
  link?: ((entry: LogEntry, children: ReactNode) => ReactElement | null) | undefined;
  /** Narrows the list to what happened to this record. */
  onRecord?: ((entityId: string) => void) | undefined;
}

/** One thing that happened. It opens to what was changed, and from where. */
export function LogLine({ entry, link, onRecord }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { byId } = usePeople();
  const person = entry.userId ? byId.get(entry.userId) : undefined;
  const name = entry.userId ? personName(person) : t`The system`;
  const about = aboutWords(entry);
  return (
    <li className={css.entry}>
      <button type="button" className={css.line} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} className={css.turn} />
        {entry.userId ? (
          <Mark id={entry.userId} name={name} />
        ) : (
          <span className={css.system}>
            <IconRobot size={14} />
          </span>
        )}
        <span className={css.told}>
          <span className={css.name}>
            <bdi>{name}</bdi>
          </span>
          <span className={css.what}>{entryWords(entry)}</span>
          {tokenOf(entry) ? (
            <span className={css.fields}>
              <Trans>by an API token</Trans>
            </span>
          ) : null}
          {about ? (
            <span className={css.fields}>
              <bdi>{about}</bdi>
            </span>
          ) : null}
        </span>
        <Time at={entry.createdAt} relative />
      </button>
      <div id={id} hidden={!open}>
        {open ? <Details entry={entry} link={link} onRecord={onRecord} /> : null}
      </div>
    </li>
  );
}

function Details({ entry, link, onRecord }: Props) {
  const changes = changesOf(entry);
  const details = detailsOf(entry);
  const token = tokenOf(entry);
  const page = link?.(entry, <Trans>Open the record</Trans>);
  const { entityId, ipAddress, userAgent } = entry;
  return (
    <div className={css.details}>
      {changes.length > 0 ? <Changes changes={changes} /> : null}
      <dl className={css.facts}>
        {details.map(([name, value]) => (
          <Fact key={name} name={fieldName(name)}>
            <Value value={value} />
          </Fact>
        ))}
        {token ? (
          <Fact name={t`API token`}>
            <TokenName id={token} />
          </Fact>
        ) : null}
        <Fact name={t`When`}>{formatMomentZoned(entry.createdAt)}</Fact>
        {ipAddress ? <Fact name={t`Address`}><bdi>{ipAddress}</bdi></Fact> : null}
        {userAgent ? (
          <Fact name={t`Device`}>
            <span title={userAgent}>{deviceName(userAgent)}</span>
          </Fact>
        ) : null}
        <Fact name={t`Action`}>
          <code>{entry.action}</code>
        </Fact>
        <Fact name={t`Place in the log`}>{formatNumber(entry.sequence)}</Fact>
      </dl>
      {page || (entityId && onRecord) ? (
        <div className={css.ways}>
          {page}
          {entityId && onRecord ? (
            <button type="button" className={css.way} onClick={() => onRecord(entityId)}>
              <Trans>All that happened to it</Trans>
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** A new record has no values before, and a deleted one none after: no column stands empty for them. */
function Changes({ changes }: { changes: Change[] }) {
  const told = changes.filter((change) => !change.private);
  const before = told.some((change) => change.before !== undefined);
  const after = told.some((change) => change.after !== undefined);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table that scrolls must be reachable without a pointer
    <div className={css.frame} tabIndex={0} role="group" aria-label={t`What was changed`}>
      <table className={css.changes}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Field</Trans>
            </th>
            {before ? (
              <th scope="col">
                <Trans context="as it was until a change">Before</Trans>
              </th>
            ) : null}
            {after ? (
              <th scope="col">
                <Trans context="as it is since a change">After</Trans>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              <th scope="row">{fieldName(change.field)}</th>
              {change.private ? (
                <td className={css.none} colSpan={2}>
                  <Trans>Not in the log: it is between those who see the record.</Trans>
                </td>
              ) : (
                <>
                  {before ? (
                    <td>
                      <Value value={change.before} />
                    </td>
                  ) : null}
                  {after ? (
                    <td>
                      <Value value={change.after} />
                    </td>
                  ) : null}
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A token's name out of the log itself: it may be revoked by now. */
function TokenName({ id }: { id: string }) {
  const { data } = useQuery(recordLogQuery(id));
  const name = data?.map(calledIn).find(Boolean);
  return name ? <bdi>{name}</bdi> : <code>{id.slice(-8)}</code>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** A value of the log as a reader would say it. */
function Value({ value }: { value: unknown }) {
  const { byId } = usePeople();
  if (value === null || value === undefined || value === '') return <span className={css.none}>–</span>;
  if (typeof value === 'boolean') return value ? t`Yes` : t`No`;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') {
    if (MOMENT.test(value)) return <Time at={value} />;
    const person = byId.get(value);
    return <bdi className={css.text}>{person ? personName(person) : value}</bdi>;
  }
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.length > 0 ? value.join(', ') : <span className={css.none}>–</span>;
  return <code className={css.json}>{JSON.stringify(value, null, 1)}</code>;
}
