import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { Button } from './Button';
import { cx } from './cx';
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
}

/** One filter: dashed when it asks, filled when it holds. */
export function FilterChip({ label, options, values, onChange }: ChipProps) {
  const chosen = options.filter((option) => values.includes(option.value));
  const first = chosen[0];
  const others = chosen.length - 1;
  return (
    <Picker
      multiple
      label={label}
      options={options}
      selected={values}
      onPick={(value) => onChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value])}
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

export function ClearFilters({ onClear }: { onClear: () => void }) {
  return (
    <Button look="quiet" size="sm" onClick={onClear}>
      <Trans>Clear</Trans>
    </Button>
  );
}
