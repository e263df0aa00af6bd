import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconClock, IconPencil, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatDay, formatMomentZoned, today } from '~/lib/dates';
import { formatDecimal } from '~/lib/decimal';
import { formatMinutes } from '~/lib/duration';
import { useMe } from '~/lib/me';
import type { Project, TimeEntry } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { logTime, removeTime, sameTime, startTimer, type TimeFilters, timeQuery, toTimeQuery, useMayLogTime } from '~/lib/time';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { ExportMenu } from '~/ui/ExportMenu';
import { Picker } from '~/ui/Picker';
import { Pill } from '~/ui/Pill';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { Tip } from '~/ui/Tip';
import { toast, toastProblem } from '~/ui/toast';
import { taskTitlesQuery } from './api';
import { EntryDialog } from './EntryDialog';
import css from './money.module.css';

export type OpenTask = (taskId: string, props: { children: ReactNode; className?: string | undefined }) => ReactNode;

const AT_FIRST = 25;

/** Every piece of time logged on the project; for who manages it everybody's, with what it cost. */
export function Entries({ project, taskLink }: { project: Project; taskLink: OpenTask }) {
  const me = useMe();
  const manages = can(project, 'update');
  const mayLog = useMayLogTime();
  const [person, setPerson] = useState('');
  const [billable, setBillable] = useState('');
  const [shown, setShown] = useState(AT_FIRST);
  const [editing, setEditing] = useState<TimeEntry | 'new' | null>(null);
  const filters: TimeFilters = {
    projectId: project.id,
    ...(manages ? (person ? { userId: person } : {}) : { userId: me.user.id }),
    ...(billable ? { billable: billable === 'yes' } : {}),
  };
  const query = useQuery(timeQuery(filters));
  const entries = query.data ?? [];
  const visible = entries.slice(0, shown);
  const ids = [...new Set(visible.flatMap((entry) => entry.taskId ?? []))].toSorted();
  const titles = useQuery(taskTitlesQuery(project.id, ids)).data;
  const total = entries.reduce((sum, entry) => sum + entry.minutes, 0);
  const filtered = person !== '' || billable !== '';
  const log = (
    <Button icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>Log time</Trans>
    </Button>
  );
  const start = (
    <Button icon={IconPlayerPlay} onClick={() => void startTimer({ projectId: project.id }).catch((error: unknown) => toastProblem(t`The timer was not started.`, error))}>
      <Trans>Start timer</Trans>
    </Button>
  );
  return (
    <section aria-label={t`Time`}>
      <div className={css.head}>
        <h2>{manages ? <Trans>Time</Trans> : <Trans>My time</Trans>}</h2>
        <span className={css.count}>{entries.length > 0 ? formatMinutes(total) : null}</span>
        <div className={css.end}>
          {manages && (entries.length > 0 || filtered) ? <Filters person={person} onPerson={setPerson} billable={billable} onBillable={setBillable} /> : null}
          {entries.length > 0 ? <ExportMenu path="/api/project/time-entries" query={toTimeQuery(filters)} /> : null}
          {mayLog && (entries.length > 0 || filtered) ? (
            <>
              {start}
              {log}
            </>
          ) : null}
        </div>
      </div>
      <div className={css.box}>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <div className={css.chart}>
            <Bone w="60%" />
          </div>
        ) : entries.length === 0 ? (
          <EmptyState
            icon={IconClock}
            title={filtered ? <Trans>No time matches</Trans> : <Trans>No time logged yet</Trans>}
            actions={
              filtered ? (
                <Button
                  onClick={() => {
                    setPerson('');
                    setBillable('');
                  }}
                >
                  <Trans>Clear filters</Trans>
                </Button>
              ) : mayLog ? (
                <>
                  {start}
                  {log}
                </>
              ) : null
            }
          >
            {filtered ? null : <Trans>Logged time shows what the work takes, and with rates what it costs.</Trans>}
          </EmptyState>
        ) : (
          <>
            <table className={cx(css.table, css.fixed)} aria-label={t`Time entries`}>
              <thead>
                <tr>
                  <th scope="col" className={cx(css.onlyWide, css.day)}><Trans>Day</Trans></th>
                  <th scope="col"><Trans>Work</Trans></th>
                  {manages ? <th scope="col" className={cx(css.onlyWide, css.who)}><Trans>Person</Trans></th> : null}
                  <th scope="col" className={cx(css.num, css.figureColumn)}><Trans>Time</Trans></th>
                  {manages ? <th scope="col" className={cx(css.num, css.onlyWide, css.figureColumn)}><Trans>Cost</Trans></th> : null}
                  <th scope="col" className={css.toolColumn} aria-label={t`Actions`} />
                </tr>
              </thead>
              <tbody>
                {visible.map((entry) => (
                  <Row key={entry.id} entry={entry} manages={manages} title={entry.taskId ? titles?.get(entry.taskId) : undefined} taskLink={taskLink} onEdit={() => setEditing(entry)} />
                ))}
              </tbody>
            </table>
            {entries.length > shown ? (
              <div className={css.more}>
                <Button look="quiet" onClick={() => setShown(shown + 100)}>
                  <Trans>Show more</Trans>
                </Button>
              </div>
            ) : null}
          </>
        )}
      </div>
      {editing ? (
        <EntryDialog
          project={project}
          entry={editing === 'new' ? null : editing}
          title={editing !== 'new' && editing.taskId ? titles?.get(editing.taskId) : undefined}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </section>
  );
}

function Row({ entry, manages, title, taskLink, onEdit }: { entry: TimeEntry; manages: boolean; title: string | undefined; taskLink: OpenTask; onEdit: () => void }) {
  const { byId } = usePeople();
  const me = useMe();
  const name = personName(byId.get(entry.userId));
  const own = entry.userId === me.user.id;
  const when = formatDay(today(new Date(entry.startedAt)));
  const day = (
    <Tip label={formatMomentZoned(entry.startedAt)}>
      <time dateTime={entry.startedAt}>{when}</time>
    </Tip>
  );
  const tags = [entry.capped ? t`stopped at 24 h` : entry.overlaps ? t`overlaps another entry` : '', entry.billable ? '' : t`not billable`].filter(Boolean);
  const remove = () => {
    removeTime(entry).then(
      () => toast(t`Time removed`, own || manages ? () => void logTime(sameTime(entry)).catch((error: unknown) => toastProblem(t`It could not be brought back.`, error)) : undefined),
      (error: unknown) => toastProblem(t`The time was not removed.`, error),
    );
  };
  return (
    <tr>
      <td className={css.onlyWide}>{day}</td>
      <td>
        <div className={css.cut}>{entry.taskId ? taskLink(entry.taskId, { className: css.title, children: title ?? '…' }) : <span className={css.title}><Trans>The project as a whole</Trans></span>}</div>
        <div className={cx(css.cut, css.sub)}>
          <span className={css.onlyPhone}>
            {when}
            {manages ? ` · ${name}` : null}
            {entry.note || tags.length > 0 ? ' · ' : null}
          </span>
          {[...tags, ...(entry.note ? [entry.note] : [])].join(' · ')}
        </div>
      </td>
      {manages ? (
        <td className={css.onlyWide}>
          <span className={css.person}>
            <Mark id={entry.userId} name={name} />
            <span className={css.cut}>{name}</span>
          </span>
        </td>
      ) : null}
      <td className={css.num}>{entry.endedAt === null ? <Pill tone="accent"><Trans>running</Trans></Pill> : formatMinutes(entry.minutes)}</td>
      {manages ? <td className={cx(css.num, css.onlyWide)}>{entry.endedAt === null ? '–' : entry.hourlyRate === null ? <span className={css.sub}>{t`no rate`}</span> : formatDecimal(entry.cost ?? '0', 2)}</td> : null}
      <td>
        {can(entry, 'update') ? (
          <span className={css.tools}>
            <IconButton size="sm" icon={IconPencil} label={t`Change the time of ${when}`} onClick={onEdit} />
            <IconButton size="sm" icon={IconTrash} label={t`Remove the time of ${when}`} onClick={remove} />
          </span>
        ) : null}
      </td>
    </tr>
  );
}

interface FilterProps {
  person: string;
  onPerson: (id: string) => void;
  billable: string;
  onBillable: (value: string) => void;
}

function Filters({ person, onPerson, billable, onBillable }: FilterProps) {
  const { people, byId } = usePeople();
  const kinds: Record<string, string> = { '': t`All time`, yes: t`Billable`, no: t`Not billable` };
  return (
    <>
      <Picker
        label={t`Person`}
        options={[{ value: '', label: t`Everybody` }, ...people.map((one) => ({ value: one.id, label: personName(one), icon: <Mark id={one.id} name={personName(one)} /> }))]}
        selected={[person]}
        onPick={onPerson}
        trigger={(toggle) => (
          <Button look="quiet" onClick={toggle}>
            {person ? personName(byId.get(person)) : t`Everybody`}
          </Button>
        )}
      />
      <Picker
        label={t`Billable`}
        options={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        selected={[billable]}
        onPick={onBillable}
        trigger={(toggle) => (
          <Button look="quiet" onClick={toggle}>
            {kinds[billable]}
          </Button>
        )}
      />
    </>
  );
}
