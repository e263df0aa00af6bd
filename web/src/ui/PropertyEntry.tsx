import { useEffect, useRef, useState } from 'react';
import { cx } from './cx';
import { PropertyRow, PropertyText } from './Panel';
import css from './Panel.module.css';

interface Props {
  label: string;
  editable: boolean;
  error?: string | undefined;
  /** The value as it is shown and typed; empty when there is none. */
  text: string;
  none: string;
  /** Takes what was typed; answers what is wrong with it, or null. */
  onSave: (typed: string) => string | null;
  /** As wide as the row: for words. */
  wide?: boolean;
}

/** A property that is typed where it stands, in words of its own ("2h 30m"): Enter or leaving saves, Esc takes it back. */
export function PropertyEntry({ label, editable, error, text: value, none, onSave, wide }: Props) {
  const [text, setText] = useState(value);
  const [wrong, setWrong] = useState<string | null>(null);
  const editing = useRef(false);
  useEffect(() => {
    if (!editing.current) setText(value);
  }, [value]);
  if (!editable) {
    return (
      <PropertyRow label={label}>
        <PropertyText unset={!value}>
          <span>{value || none}</span>
        </PropertyText>
      </PropertyRow>
    );
  }
  return (
    <PropertyRow label={label} error={wrong ?? error}>
      <input
        className={cx(css.number, wide && css.wide)}
        autoComplete="off"
        dir="auto"
        aria-label={label}
        aria-invalid={Boolean(wrong) || Boolean(error) || undefined}
        placeholder={none}
        value={text}
        onFocus={(event) => {
          editing.current = true;
          event.target.select();
        }}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          editing.current = false;
          const refused = text.trim() === value ? null : onSave(text.trim());
          setWrong(refused);
          if (refused === null && text.trim() === value) setText(value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          else if (event.key === 'Escape') {
            event.stopPropagation();
            editing.current = false;
            setWrong(null);
            setText(value);
          }
        }}
      />
    </PropertyRow>
  );
}
