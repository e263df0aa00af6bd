import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconRepeat } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type Day, dayOf, formatDay, formatDayLong, formatMoment, today } from '~/lib/dates';
import { formatLocale } from '~/lib/i18n';
import type { Task, TaskRecurrence } from '~/lib/models';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { DayPicker } from '~/ui/DateField';
import { Dialog, DialogFoot } from '~/ui/Dialog';
import { Field, FormProblem, Segments } from '~/ui/Field';
import fieldCss from '~/ui/Field.module.css';
import { PropertyButton, PropertyRow, PropertyText } from '~/ui/Panel';
import { Tip } from '~/ui/Tip';
import css from './parts.module.css';
import { describeRule, type Every, readRule, type Repeat, WEEKDAYS, weekdayName, WEEKLY, writeRule } from './rule';
import { recurrenceQuery, type RuleBody, saveRecurrence, stopRecurrence, timesQuery } from './talk';

const TYPING_MS = 200;
/** Copies are made in the morning. */
const HOUR = 'T09:00:00';
const SHOWN = 4;

/** How the task comes again, as one of its properties. */
export function Repeats({ task, editable }: { task: Task; editable: boolean }) {
  const { data: held } = useQuery(recurrenceQuery(task.id));
  const [open, setOpen] = useState(false);
  if (!held && !editable) return null;
  const shown = held ? (
    <Tip label={held.nextAt ? t`Next: ${formatMoment(held.nextAt)}` : t`It comes no more`}>
      <span className={css.repeats}>
        <IconRepeat size={14} stroke={1.75} />
        <span>{describeRule(held.rule)}</span>
      </span>
    </Tip>
  ) : (
    <span>{t`Does not repeat`}</span>
  );
  return (
    <PropertyRow label={t`Repeats`}>
      {editable ? (
        <PropertyButton label={t`Repeats`} unset={!held} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {shown}
        </PropertyButton>
      ) : (
        <PropertyText unset={!held}>{shown}</PropertyText>
      )}
      {editable ? (
        <Dialog open={open} onClose={() => setOpen(false)} title={t`Repeat this task`}>
          <RepeatForm task={task} held={held ?? null} onDone={() => setOpen(false)} />
        </Dialog>
      ) : null}
    </PropertyRow>
  );
}

function RepeatForm({ task, held, onDone }: { task: Task; held: TaskRecurrence | null; onDone: () => void }) {
  const id = useId();
  const [own, setOwn] = useState(held !== null && readRule(held.rule) === null);
  const [repeat, setRepeat] = useState<Repeat>(() => (held && readRule(held.rule)) ?? WEEKLY);
  const [written, setWritten] = useState(held?.rule ?? writeRule(WEEKLY));
  const [start, setStart] = useState<Day>(dayOf(held?.startsAt) ?? dayOf(task.startDate) ?? dayOf(task.dueDate) ?? today());
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Repeat>) => setRepeat({ ...repeat, ...part });
  const timeZone = held?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  // The day as the reader names it, at nine on the reader's clock; what was set elsewhere keeps its hour.
  const startsAt = held && dayOf(held.startsAt) === start ? held.startsAt : new Date(`${start}${HOUR}`).toISOString();
  const body: RuleBody = { rule: own ? written.trim() : writeRule(repeat), timeZone, startsAt };
  const [asked] = useDebouncedValue(JSON.stringify(body), TYPING_MS);
  const preview = useQuery({ ...timesQuery(JSON.parse(asked) as RuleBody), placeholderData: keepPreviousData });
  const after = (work: Promise<void>) => {
    setBusy(true);
    setProblem(null);
    work.then(onDone, (error: unknown) => setProblem(problemText(error))).finally(() => setBusy(false));
  };
  return (
    <form
      className={fieldCss.form}
      onSubmit={(event) => {
        event.preventDefault();
        after(saveRecurrence(task.id, held, body));
      }}
    >
      {own ? (
        <Field id={`${id}rule`} label={<Trans>Rule</Trans>} help={<Trans>An RRULE of iCalendar, for example FREQ=MONTHLY;BYDAY=-1FR.</Trans>}>
          <input id={`${id}rule`} className={fieldCss.input} value={written} spellCheck={false} onChange={(event) => setWritten(event.target.value)} />
        </Field>
      ) : (
        <>
          <div className={css.line}>
            <label className={css.lineLabel}>
              <Trans>Every</Trans>
              <input className={css.small} type="number" min={1} max={1000} value={repeat.interval} aria-label={t`Every how many`} onChange={(event) => change({ interval: Math.max(1, Math.trunc(Number(event.target.value) || 1)) })} />
            </label>
            <Segments<Every>
              label={t`How often`}
              value={repeat.every}
              onChange={(every) => change({ every })}
              options={[
                { value: 'DAILY', label: t`Day` },
                { value: 'WEEKLY', label: t`Week` },
                { value: 'MONTHLY', label: t`Month` },
                { value: 'YEARLY', label: t`Year` },
              ]}
            />
          </div>
          {repeat.every === 'WEEKLY' ? <Weekdays days={repeat.days} onChange={(days) => change({ days })} /> : null}
          <div className={css.line}>
            <Segments<Repeat['end']>
              label={t`When it ends`}
              value={repeat.end}
              onChange={(end) => change({ end, ...(end === 'until' && !repeat.until ? { until: `${Number(start.slice(0, 4)) + 1}${start.slice(4)}`.replace('-02-29', '-02-28') } : {}) })}
              options={[
                { value: 'never', label: t`No end` },
                { value: 'count', label: t`After` },
                { value: 'until', label: t`Until` },
              ]}
            />
            {repeat.end === 'count' ? (
              <label className={css.lineLabel}>
                <input className={css.small} type="number" min={2} max={1000} value={repeat.count} aria-label={t`How many times in all`} onChange={(event) => change({ count: Math.max(1, Math.trunc(Number(event.target.value) || 1)) })} />
                <Trans>times in all</Trans>
              </label>
            ) : null}
            {repeat.end === 'until' ? <DayButton label={t`The last day`} day={repeat.until} onChange={(until) => change({ until })} /> : null}
          </div>
        </>
      )}
      <div className={css.line}>
        <span className={css.lineLabel}>
          <Trans>This task stands for</Trans>
        </span>
        <DayButton label={t`The day that this task stands for`} day={start} onChange={(day) => setStart(day ?? today())} />
      </div>
      <div className={css.preview} aria-live="polite">
        <strong>{own ? written : describeRule(body.rule)}</strong>
        {preview.error ? (
          <p className={css.wrong}>{problemText(preview.error)}</p>
        ) : (
          <p className={css.quiet}>
            <Trans>Copies are made on {upcoming(preview.data?.times ?? [], startsAt)}</Trans>
          </p>
        )}
      </div>
      <FormProblem text={problem} />
      <DialogFoot
        onClose={onDone}
        more={
          <>
            <Button look="quiet" onClick={() => setOwn(!own)}>
              {own ? <Trans>Choose instead</Trans> : <Trans>Write a rule</Trans>}
            </Button>
            {held ? (
              <Button look="danger" disabled={busy} onClick={() => after(stopRecurrence(held))}>
                <Trans>Stop repeating</Trans>
              </Button>
            ) : null}
          </>
        }
      >
        <Button look="primary" type="submit" busy={busy}>
          <Trans>Repeat</Trans>
        </Button>
      </DialogFoot>
    </form>
  );
}

/** The first days on which a copy is made: those behind the task's own, and not past. */
function upcoming(times: readonly string[], startsAt: string): string {
  const now = new Date().toISOString();
  const days = times.filter((time) => Date.parse(time) > Date.parse(startsAt) && time > now).map((time) => formatDay(dayOf(new Date(time).toISOString()) ?? ''));
  if (days.length === 0) return '…';
  const shown = new Intl.ListFormat(formatLocale(), { type: 'unit' }).format(days.slice(0, SHOWN));
  return days.length > SHOWN ? `${shown}, …` : shown;
}

function Weekdays({ days, onChange }: { days: string[]; onChange: (days: string[]) => void }) {
  return (
    <div className={css.weekdays} role="group" aria-label={t`Weekdays`}>
      {WEEKDAYS.map((day) => {
        const on = days.includes(day);
        return (
          <button key={day} type="button" className={css.weekday} aria-pressed={on} aria-label={weekdayName(day, 'long')} onClick={() => onChange(on ? days.filter((other) => other !== day) : [...days, day])}>
            {weekdayName(day)}
          </button>
        );
      })}
    </div>
  );
}

function DayButton({ label, day, onChange }: { label: string; day: Day | null; onChange: (day: Day | null) => void }) {
  return (
    <DayPicker
      label={label}
      value={day}
      clearable={false}
      onChange={onChange}
      trigger={(toggle, open) => (
        <Button aria-haspopup="dialog" aria-expanded={open} onClick={toggle} aria-label={day ? `${label}: ${formatDayLong(day)}` : label}>
          {day ? formatDay(day) : label}
        </Button>
      )}
    />
  );
}
