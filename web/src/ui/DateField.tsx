import { Popover } from '@mantine/core';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { type Day, formatDay, formatDayLong, parseDay } from '~/lib/dates';
import type { Bound } from '~/lib/form';
import { Button } from './Button';
import { Calendar } from './Calendar';
import { cx } from './cx';
import css from './DateField.module.css';
import { describe, Field } from './Field';
import fieldCss from './Field.module.css';

interface PickerProps {
  label: string;
  value: Day | null;
  onChange: (day: Day | null) => void;
  trigger: (toggle: () => void, open: boolean) => ReactElement;
  clearable?: boolean;
  defaultOpen?: boolean;
}

/** A day, typed in words ("next fri") or picked. */
export function DayPicker({ label, value, onChange, trigger, clearable = true, defaultOpen = false }: PickerProps) {
  const [open, setOpen] = useState(defaultOpen);
  const [words, setWords] = useState('');
  const heard = words ? parseDay(words) : null;
  const pick = (day: Day | null) => {
    setOpen(false);
    setWords('');
    if (day !== value) onChange(day);
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      onClose={() => setWords('')}
      position="bottom-start"
      offset={4}
      trapFocus
      returnFocus
      unstyled
      withRoles={false}
      width="var(--picker)"
      zIndex="var(--z-float)"
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: css.float ?? '' }}
    >
      <Popover.Target>{trigger(() => setOpen(!open), open)}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} data-own-keys>
        <input
          className={css.words}
          data-autofocus
          value={words}
          aria-label={t`Date in words`}
          placeholder={t`next fri, in 2 weeks, 24 dec`}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (heard) pick(heard);
          }}
        />
        <p className={css.heard} aria-live="polite">
          {words ? heard ? <b>{formatDayLong(heard)}</b> : <Trans>Not a date yet</Trans> : value ? formatDayLong(value) : null}
        </p>
        <Calendar key={heard ?? value} value={heard ?? value} onPick={pick} />
        {clearable && value ? (
          <div className={css.foot}>
            <Button look="quiet" size="sm" onClick={() => pick(null)}>
              <Trans>Clear date</Trans>
            </Button>
          </div>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

export function DateField({ field, label, optional }: { field: Bound<Day | null>; label: string; optional?: boolean }) {
  return (
    <Field id={field.id} label={label} error={field.error} optional={optional}>
      <DayPicker
        label={label}
        value={field.value}
        onChange={field.onChange}
        trigger={(toggle, open) => (
          <button type="button" aria-haspopup="dialog" aria-expanded={open} {...describe(field)} className={cx(fieldCss.input, fieldCss.pick)} onClick={toggle}>
            <span className={cx(fieldCss.pickValue, !field.value && fieldCss.placeholder)}>{field.value ? formatDay(field.value) : t`No date`}</span>
            <IconCalendar size={16} />
          </button>
        )}
      />
    </Field>
  );
}
