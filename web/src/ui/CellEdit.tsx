import { type ComponentProps, type ReactNode, useRef, useState } from 'react';
import type { Day } from '~/lib/dates';
import css from './CellEdit.module.css';
import { cx } from './cx';
import { DayPicker } from './DateField';
import { type Option, Picker } from './Picker';

/**
 * Cells of a table that are changed where they stand. Each is a plain button until it is pressed: a long table would be slow to scroll with a
 * popover in every cell.
 */

interface Common {
  /** What it is of what: "Assignee of Draft the hero". */
  label: string;
  children: ReactNode;
  end?: boolean | undefined;
}

function CellButton({ label, end, children, ...rest }: Common & ComponentProps<'button'>) {
  return (
    <button type="button" className={cx(css.cell, end && css.end)} {...rest}>
      <i className="sr">{label}</i>
      {children}
    </button>
  );
}

interface ChoiceProps extends Common {
  /** Made when the list opens. */
  options: () => Option[];
  selected: readonly string[];
  onPick: (value: string) => void;
  multiple?: boolean;
}

export function CellChoice({ options, selected, onPick, multiple, ...cell }: ChoiceProps) {
  const [used, setUsed] = useState(false);
  if (!used) return <CellButton {...cell} aria-haspopup="listbox" aria-expanded={false} onClick={() => setUsed(true)} />;
  return (
    <Picker
      label={cell.label}
      options={options()}
      selected={selected}
      onPick={onPick}
      multiple={multiple ?? false}
      defaultOpen
      trigger={(toggle) => <CellButton {...cell} autoFocus onClick={toggle} />}
    />
  );
}

interface DayProps extends Common {
  value: Day | null;
  onChange: (day: Day | null) => void;
}

export function CellDay({ value, onChange, ...cell }: DayProps) {
  const [used, setUsed] = useState(false);
  if (!used) return <CellButton {...cell} aria-haspopup="dialog" aria-expanded={false} onClick={() => setUsed(true)} />;
  return (
    <DayPicker
      label={cell.label}
      value={value}
      onChange={onChange}
      defaultOpen
      trigger={(toggle, open) => <CellButton {...cell} autoFocus aria-haspopup="dialog" aria-expanded={open} onClick={toggle} />}
    />
  );
}

interface TextProps extends Common {
  /** What is in the input when it opens. */
  text: string;
  inputMode?: 'text' | 'decimal' | 'numeric';
  /** False: what was typed cannot be; it stays to be corrected. */
  onSave: (text: string) => boolean;
}

/** Typed where it stands: Enter or leaving saves, Esc takes it back. */
export function CellText({ text, inputMode = 'text', onSave, ...cell }: TextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const [back, setBack] = useState(false);
  // Leaving by a key takes the input away, which some browsers tell as a blur: it must not save again, or save what Esc took back.
  const left = useRef(false);
  if (typed === null) {
    return (
      <CellButton
        {...cell}
        autoFocus={back}
        onClick={() => {
          left.current = false;
          setTyped(text);
          setBack(false);
        }}
      />
    );
  }
  const leave = () => {
    left.current = true;
    setTyped(null);
    setWrong(false);
  };
  const finish = () => {
    if (typed.trim() === text.trim() || onSave(typed.trim())) leave();
    else setWrong(true);
  };
  return (
    <input
      className={cx(css.input, cell.end && css.end)}
      autoFocus
      aria-label={cell.label}
      aria-invalid={wrong || undefined}
      inputMode={inputMode}
      autoComplete="off"
      value={typed}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value);
        setWrong(false);
      }}
      onBlur={() => {
        if (wrong) leave();
        else if (!left.current) finish();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        setBack(true);
        if (event.key === 'Escape') leave();
        else finish();
      }}
    />
  );
}
