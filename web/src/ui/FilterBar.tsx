import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { type Day, formatDay } from '~/lib/dates';
import { Button } from './Button';
import { cx } from './cx';
import { DayPicker } from './DateField';
import css from './FilterBar.module.css';
import { Kbd } from './Kbd';
import { type Option, Picker } from './Picker';

const PAUSE_MS = 220;

/** Text filter of a list; `/` goes there, Esc leaves it. */
export function FilterSearch({ value, onChange, label }: { value: string; onChange: (value: string) => void; label: string }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  useEffect(() => {
    // The filter was cleared or changed from outside, by a link or a button.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = window.setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text, onChange]);
  useActions([{ id: 'filter.focus', label: t`Filter this list`, group: t`List`, keys: '/', keyOnly: true, run: () => input.current?.focus() }]);
  return (
    <div className={css.search}>
      <IconSearch size={16} />
      <input
        ref={input}
        type="search"
        className={css.input}
        value={text}
        placeholder={t`Filter…`}
        aria-label={label}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (text) setText('');
          else input.current?.blur();
        }}
      />
      <span className={css.key} aria-hidden>
        <Kbd keys="/" />
      </span>
    </div>
  );
}

interface ChipProps {
  label: string;
  options: Option[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  defaultOpen?: boolean;
  /** One value at most. */
  single?: boolean;
  /** What is typed can be a value as well; the options are not all there are. */
  free?: boolean;
}

/** One filter: dashed when it asks, filled when it holds. */
export function FilterChip({ label, options: known, values, onChange, defaultOpen = false, single = false, free = false }: ChipProps) {
  const [typed, setTyped] = useState('');
  const unknown = free ? [...values, typed.trim()].filter((value) => value && !known.some((option) => option.value === value)) : [];
  const needle = typed.trim().toLocaleLowerCase();
  const options = [...(free ? known.filter((option) => option.label.toLocaleLowerCase().includes(needle)) : known), ...unknown.map((value) => ({ value, label: value }))];
  const chosen = [...known, ...unknown.map((value) => ({ value, label: value }))].filter((option) => values.includes(option.value));
  const first = chosen[0];
  const others = chosen.length - 1;
  return (
    <Picker
      multiple={!single}
      label={label}
      options={options}
      selected={values}
      defaultOpen={defaultOpen}
      {...(free ? { onSearch: setTyped } : {})}
      onPick={(value) => onChange(values.includes(value) ? values.filter((other) => other !== value) : single ? [value] : [...values, value])}
      trigger={(toggle) => (
        <button type="button" className={cx(css.chip, first && css.on)} onClick={toggle}>
          {first ? null : <IconPlus size={14} />}
          {label}
          {first ? (
            <span className={css.value}>
              {first.label}
              {others > 0 ? ` +${others}` : ''}
            </span>
          ) : null}
        </button>
      )}
    />
  );
}

/** A day of a filter, such as the start of a span. */
export function FilterDay({ label, value, onChange }: { label: string; value: Day | null; onChange: (day: Day | null) => void }) {
  return (
    <DayPicker
      label={label}
      value={value}
      onChange={onChange}
      trigger={(toggle, open) => (
        <button type="button" className={cx(css.chip, value !== null && css.on)} aria-haspopup="dialog" aria-expanded={open} onClick={toggle}>
          {value ? null : <IconPlus size={14} />}
          {label}
          {value ? <span className={css.value}>{formatDay(value)}</span> : null}
        </button>
      )}
    />
  );
}

export function ClearFilters({ onClear }: { onClear: () => void }) {
  return (
    <Button look="quiet" size="sm" onClick={onClear}>
      <Trans>Clear</Trans>
    </Button>
  );
}
