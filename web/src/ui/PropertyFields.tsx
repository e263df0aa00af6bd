import { t } from '@lingui/core/macro';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Day } from '~/lib/dates';
import { formatDecimal, parseDecimal } from '~/lib/decimal';
import { cx } from './cx';
import { DayPicker } from './DateField';
import { Switch } from './Field';
import { PropertyButton, PropertyRow, PropertyText } from './Panel';
import css from './Panel.module.css';
import { type Option, Picker } from './Picker';

/** Properties of a record as rows of label and value. Who may not change one sees the plain value. */

interface Common {
  label: string;
  editable: boolean;
  /** The API's words about this field. */
  error?: string | undefined;
}

interface ChoiceProps extends Common {
  options: Option[];
  selected: readonly string[];
  onPick: (value: string) => void;
  unset?: boolean;
  searchable?: boolean;
  multiple?: boolean;
  /** Options that the server finds; the list is not narrowed here. */
  onSearch?: (text: string) => void;
  children: ReactNode;
}

export function PropertyChoice({ label, editable, error, unset = false, children, ...picker }: ChoiceProps) {
  return (
    <PropertyRow label={label} error={error}>
      {editable ? (
        <Picker
          label={label}
          {...picker}
          trigger={(toggle) => (
            <PropertyButton label={label} unset={unset} onClick={toggle}>
              {children}
            </PropertyButton>
          )}
        />
      ) : (
        <PropertyText unset={unset}>{children}</PropertyText>
      )}
    </PropertyRow>
  );
}

interface DayProps extends Common {
  value: Day | null;
  onChange: (day: Day | null) => void;
  children: ReactNode;
}

export function PropertyDay({ label, editable, error, value, onChange, children }: DayProps) {
  return (
    <PropertyRow label={label} error={error}>
      {editable ? (
        <DayPicker
          label={label}
          value={value}
          onChange={onChange}
          trigger={(toggle, open) => (
            <PropertyButton aria-haspopup="dialog" aria-expanded={open} label={label} unset={!value} onClick={toggle}>
              {children}
            </PropertyButton>
          )}
        />
      ) : (
        <PropertyText unset={!value}>{children}</PropertyText>
      )}
    </PropertyRow>
  );
}

interface NumberProps extends Common {
  /** A decimal as text. */
  value: string | null;
  none: string;
  /** An amount of money: two places, at the end of its column. */
  amount?: boolean;
  onSave: (value: string | null) => void;
}

/** A number that is typed where it stands: Enter or leaving saves, Esc takes it back. */
export function PropertyNumber({ label, editable, error, value, none, amount, onSave }: NumberProps) {
  const shown = value === null ? '' : formatDecimal(value, amount ? 2 : 0);
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState(false);
  const editing = useRef(false);
  useEffect(() => {
    if (!editing.current) setText(shown);
  }, [shown]);
  if (!editable) {
    return (
      <PropertyRow label={label}>
        <span className={cx(css.fixed, value === null && css.unset, amount && value !== null && css.number, amount && css.amount)}>{shown || none}</span>
      </PropertyRow>
    );
  }
  const finish = () => {
    editing.current = false;
    const next = parseDecimal(text);
    setWrong(next === undefined);
    if (next === undefined) return;
    if (next === value || (next !== null && value !== null && Number(next) === Number(value))) setText(shown);
    else onSave(next);
  };
  return (
    <PropertyRow label={label} error={wrong ? t`This is not a number.` : error}>
      <input
        className={cx(css.number, amount && css.amount)}
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-invalid={wrong || Boolean(error) || undefined}
        placeholder={none}
        value={text}
        onFocus={(event) => {
          editing.current = true;
          event.target.select();
        }}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          else if (event.key === 'Escape') {
            event.stopPropagation();
            editing.current = false;
            setWrong(false);
            setText(shown);
          }
        }}
      />
    </PropertyRow>
  );
}

/** A figure that is reckoned, not typed: it stands under the numbers that are. */
export function PropertyFigure({ label, amount, below, children }: { label: string; amount?: boolean; below?: boolean; children: ReactNode }) {
  return (
    <PropertyRow label={label}>
      <span className={cx(css.fixed, css.number, amount && css.amount, below && css.below)}>{children}</span>
    </PropertyRow>
  );
}

interface SwitchProps extends Common {
  on: boolean;
  /** What on and off are called, for who only reads. */
  words: [on: string, off: string];
  onChange: (on: boolean) => void;
}

export function PropertySwitch({ label, editable, error, on, words, onChange }: SwitchProps) {
  return (
    <PropertyRow label={label} error={error}>
      {editable ? (
        <span className={css.toggle}>
          <Switch label={label} checked={on} onChange={onChange} />
        </span>
      ) : (
        <PropertyText>
          <span>{on ? words[0] : words[1]}</span>
        </PropertyText>
      )}
    </PropertyRow>
  );
}
