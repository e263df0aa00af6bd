import { useEffect, useRef, useState } from 'react';
import { cx } from './cx';
import css from './InlineText.module.css';

interface Props {
  value: string;
  onSave: (value: string) => void;
  label: string;
  look?: 'title' | 'line';
  readOnly?: boolean;
  done?: boolean;
  /** For the `e` key. */
  focusRef?: React.RefObject<HTMLTextAreaElement | null>;
}

/** Text that is edited where it stands: Enter or leaving saves, Esc takes it back. An empty text is not saved. */
export function InlineText({ value, onSave, label, look = 'line', readOnly, done, focusRef }: Props) {
  const [text, setText] = useState(value);
  const editing = useRef(false);
  const own = useRef<HTMLTextAreaElement>(null);
  const area = focusRef ?? own;
  useEffect(() => {
    // What others change appears, unless this very text is being typed.
    if (!editing.current) setText(value);
  }, [value]);
  const finish = () => {
    editing.current = false;
    const next = text.replaceAll(/\s*\n\s*/g, ' ').trim();
    if (next && next !== value) onSave(next);
    else setText(value);
  };
  return (
    <textarea
      ref={area}
      rows={1}
      className={cx(css[look], done && css.done)}
      value={text}
      aria-label={label}
      readOnly={readOnly}
      onFocus={() => {
        editing.current = !readOnly;
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          area.current?.blur();
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          setText(value);
          editing.current = false;
          window.setTimeout(() => area.current?.blur(), 0);
        }
      }}
    />
  );
}
