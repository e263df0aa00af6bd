import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { formatDayLong } from '~/lib/dates';
import { parseDecimal } from '~/lib/decimal';
import { useForm } from '~/lib/form';
import { formatLocale } from '~/lib/i18n';
import { Button, IconButton } from '~/ui/Button';
import { DayPicker } from '~/ui/DateField';
import { Checkbox, Form, FormFoot, TextField } from '~/ui/Field';
import { Bone, ErrorState } from '~/ui/States';
import { toast } from '~/ui/toast';
import { type Calendar, calendarQuery, saveCalendar } from './parts';
import css from './settings.module.css';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** 1 is Monday. */
function weekdayName(day: number): string {
  // 1 January 2024 was a Monday.
  return new Intl.DateTimeFormat(formatLocale(), { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
}

/** On which days the project is worked on: what the schedule counts with. */
export function CalendarEditor({ projectId, editable }: { projectId: string; editable: boolean }) {
  const { data, error, refetch } = useQuery(calendarQuery(projectId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Bone w="60%" h="var(--s12)" />;
  return <Editor key={data.revision} calendar={data} editable={editable} />;
}

function Editor({ calendar, editable }: { calendar: Calendar; editable: boolean }) {
  const form = useForm({
    initial: { workingDays: calendar.workingDays, holidays: calendar.holidays, hoursPerDay: String(calendar.hoursPerDay) },
    check: (values) => {
      const hours = Number(parseDecimal(values.hoursPerDay) ?? Number.NaN);
      return hours >= 0.25 && hours <= 24 ? {} : { hoursPerDay: t`Give a number of hours from 0.25 to 24.` };
    },
    onSubmit: async ({ workingDays, holidays, hoursPerDay }) => {
      await saveCalendar(calendar, { workingDays: workingDays.toSorted(), holidays: holidays.toSorted(), hoursPerDay: Number(parseDecimal(hoursPerDay)) });
      toast(t`Calendar saved`);
    },
  });
  const { workingDays, holidays } = form.values;
  return (
    <Form
      form={form}
      label={t`Calendar`}
      foot={
        editable ? (
          <FormFoot>
            <Button look="primary" type="submit" busy={form.busy} disabled={!form.dirty || workingDays.length === 0}>
              <Trans>Save calendar</Trans>
            </Button>
          </FormFoot>
        ) : null
      }
    >
      <fieldset className={css.days} disabled={!editable}>
        <legend>
          <Trans>Working days</Trans>
        </legend>
        {WEEK.map((day) => (
          <Checkbox
            key={day}
            label={weekdayName(day)}
            checked={workingDays.includes(day)}
            onChange={(on) => form.set({ workingDays: on ? [...workingDays, day] : workingDays.filter((other) => other !== day) })}
          />
        ))}
        {workingDays.length === 0 ? (
          <p role="alert" className={css.wrong}>
            <Trans>A project needs at least one working day.</Trans>
          </p>
        ) : null}
      </fieldset>
      <div className={css.hours}>
        <TextField field={form.bind('hoursPerDay')} label={<Trans>Hours a day</Trans>} inputMode="decimal" readOnly={!editable} />
      </div>
      <div>
        <h3 className={css.label}>
          <Trans>Holidays</Trans>
        </h3>
        {holidays.length === 0 ? (
          <p className={css.quiet}>
            <Trans>No days off besides the weekends.</Trans>
          </p>
        ) : (
          <ul className={css.holidays} aria-label={t`Holidays`}>
            {holidays.toSorted().map((day) => (
              <li key={day}>
                <span>{formatDayLong(day)}</span>
                {editable ? <IconButton size="sm" icon={IconX} label={t`Remove ${formatDayLong(day)}`} onClick={() => form.set({ holidays: holidays.filter((other) => other !== day) })} /> : null}
              </li>
            ))}
          </ul>
        )}
        {editable ? (
          <DayPicker
            label={t`New holiday`}
            value={null}
            clearable={false}
            onChange={(day) => {
              if (day && !holidays.includes(day)) form.set({ holidays: [...holidays, day] });
            }}
            trigger={(toggle, open) => (
              <Button size="sm" icon={IconPlus} aria-haspopup="dialog" aria-expanded={open} onClick={toggle}>
                <Trans>Add a holiday</Trans>
              </Button>
            )}
          />
        ) : null}
      </div>
    </Form>
  );
}
