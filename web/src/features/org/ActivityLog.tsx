import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconBraces, IconDownload, IconFileTypeCsv, IconHistory, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useCallback, useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { formatDayLong, today } from '~/lib/dates';
import { download } from '~/lib/download';
import { compareText } from '~/lib/format';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { LogEntry } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { flatten, key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { ClearFilters, FilterChip, FilterDay, FilterSearch } from '~/ui/FilterBar';
import { Menu } from '~/ui/Menu';
import { FetchedRows, SettingsSection } from '~/ui/Settings';
import { Bone, EmptyState } from '~/ui/States';
import { toastProblem } from '~/ui/toast';
import { facetsQuery, type LogFilters, logQuery, logQueryOf } from './activity';
import { actionWords } from './activityWords';
import { kindName } from './kindNames';
import { LogLine } from './LogLine';
import css from './activity.module.css';

interface Props {
  filters: LogFilters;
  onFilters: (filters: LogFilters) => void;
  link: (entry: LogEntry, children: ReactNode) => ReactElement | null;
}

/** Who did what, from where; what one did oneself for everybody but Organizers. */
export function ActivityLog({ filters, onFilters, link }: Props) {
  const me = useMe();
  const all = me.role === 'Organizer';
  const { people } = usePeople();
  const facets = useQuery(facetsQuery());
  const query = useInfiniteQuery(logQuery(filters));
  const [news, setNews] = useState(false);
  const follows = (query.data?.pages.length ?? 0) <= 1;
  useLive('organization', () => setNews(!follows));
  const search = useCallback((q: string) => onFilters({ ...filters, q: q || undefined }), [filters, onFilters]);
  const entries = flatten(query.data);
  const filtered = Object.values(filters).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  const refresh: Action = {
    id: 'log.refresh',
    label: t`Show the newest`,
    group: t`Activity log`,
    icon: IconRefresh,
    run: () => {
      setNews(false);
      void queryClient.resetQueries({ queryKey: key('log') });
      void queryClient.invalidateQueries({ queryKey: key('log facets') });
    },
  };
  const take = (format: 'csv' | 'jsonl') => {
    download('/api/auth/activity-logs/export', { ...logQueryOf(filters), format }).catch((refused: unknown) => toastProblem(t`The log could not be exported.`, refused));
  };
  const exports: Action[] = [
    { id: 'log.csv', label: t`Export as CSV`, group: t`Activity log`, icon: IconFileTypeCsv, run: () => take('csv') },
    { id: 'log.jsonl', label: t`Export as JSON lines`, group: t`Activity log`, icon: IconBraces, run: () => take('jsonl') },
  ];
  useActions([refresh, ...exports]);
  return (
    <SettingsSection
      title={<Trans>Activity log</Trans>}
      text={all ? <Trans>Who did what, when and from where. Nothing in it can be changed or taken away.</Trans> : <Trans>What you did, when and from where. Organizers see what everybody did.</Trans>}
      end={
        <Menu
          trigger={
            <Button size="sm" icon={IconDownload}>
              <Trans>Export</Trans>
            </Button>
          }
          groups={[{ label: t`What is shown, all pages of it`, items: exports }]}
        />
      }
    >
      <div className={css.bar}>
        <FilterSearch value={filters.q ?? ''} onChange={search} label={t`Filter the log by text`} />
        {all ? (
          <FilterChip
            label={t`Person`}
            options={[...people.map((person) => ({ value: person.id, label: personName(person), hint: person.email })), { value: 'null', label: t`The system` }]}
            values={filters.people ?? []}
            onChange={(chosen) => onFilters({ ...filters, people: chosen })}
          />
        ) : null}
        <FilterChip
          label={t`Action`}
          options={(facets.data?.actions ?? []).map((action) => ({ value: action, label: actionWords(action) })).toSorted((a, b) => compareText(a.label, b.label))}
          values={filters.actions ?? []}
          onChange={(actions) => onFilters({ ...filters, actions })}
        />
        <FilterChip
          label={t`Kind of record`}
          options={(facets.data?.entityTypes ?? []).map((kind) => ({ value: kind, label: kindName(kind) ?? kind })).toSorted((a, b) => compareText(a.label, b.label))}
          values={filters.kinds ?? []}
          onChange={(kinds) => onFilters({ ...filters, kinds })}
        />
        <FilterDay label={t`From`} value={filters.from ?? null} onChange={(day) => onFilters({ ...filters, from: day ?? undefined })} />
        <FilterDay label={t`Until`} value={filters.to ?? null} onChange={(day) => onFilters({ ...filters, to: day ?? undefined })} />
        {filters.record ? (
          <span className={css.one}>
            <Trans>One record</Trans>
          </span>
        ) : null}
        {filtered ? <ClearFilters onClear={() => onFilters({})} /> : null}
      </div>
      {news ? (
        <div className={css.news} role="status">
          <Trans>Something new has happened.</Trans>
          <Button size="sm" look="link" onClick={refresh.run}>
            {refresh.label}
          </Button>
        </div>
      ) : null}
      <FetchedRows
        query={query}
        bones={<Skeleton />}
        none={
          entries.length > 0 ? null : filtered ? (
            <EmptyState
              icon={IconHistory}
              title={<Trans>Nothing matches the filters</Trans>}
              actions={
                <Button onClick={() => onFilters({})}>
                  <Trans>Clear filters</Trans>
                </Button>
              }
            />
          ) : (
            <EmptyState icon={IconHistory} title={<Trans>Nothing has happened yet</Trans>}>
              <Trans>Whatever is done here is written down by itself.</Trans>
            </EmptyState>
          )
        }
      >
        {byDay(entries).map(([day, ofDay]) => (
          <section key={day} className={css.day}>
            <h3>{formatDayLong(day)}</h3>
            <ul className={css.entries}>
              {runs(ofDay).map((run) => (
                <Run key={run[0]?.id} run={run} link={link} onRecord={(record) => onFilters({ record })} />
              ))}
            </ul>
          </section>
        ))}
      </FetchedRows>
      {query.hasNextPage ? (
        <div className={css.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            <Trans>Show older</Trans>
          </Button>
        </div>
      ) : null}
    </SettingsSection>
  );
}

function Skeleton() {
  return (
    <ul className={css.entries} aria-hidden>
      {['60%', '48%', '66%', '52%', '58%'].map((width) => (
        <li key={width} className={css.entry}>
          <span className={css.line}>
            <Bone w="var(--avatar)" h="var(--avatar)" round />
            <Bone w={width} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** From how many on the same thing, done again and again by the same one, is folded into a line. */
const FOLD = 4;

function runs(entries: LogEntry[]): LogEntry[][] {
  const found: LogEntry[][] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (last?.[0]?.action === entry.action && last[0].userId === entry.userId) last.push(entry);
    else found.push([entry]);
  }
  return found;
}

function Run({ run, link, onRecord }: { run: LogEntry[]; link: Props['link']; onRecord: (record: string) => void }) {
  const [open, setOpen] = useState(false);
  const folded = run.length >= FOLD && !open;
  const rest = run.length - 1;
  return (
    <>
      {(folded ? run.slice(0, 1) : run).map((entry) => (
        <LogLine key={entry.id} entry={entry} link={link} onRecord={onRecord} />
      ))}
      {folded ? (
        <li className={css.entry}>
          <button type="button" className={css.same} onClick={() => setOpen(true)}>
            <Plural value={rest} one="# more of the same" other="# more of the same" />
          </button>
        </li>
      ) : null}
    </>
  );
}

/** The entries under the days of the reader's own zone, in the order they came. */
function byDay(entries: LogEntry[]): [string, LogEntry[]][] {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const day = today(new Date(entry.createdAt));
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
