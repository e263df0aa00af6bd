import { useState } from 'react';
import { toastProblem } from '~/ui/toast';
import css from './panel.module.css';

interface Props {
  label: string;
  /** Said when it was refused; the text comes back into the line. */
  refused: string;
  onAdd: (text: string) => Promise<unknown>;
}

/** A line at the end of a list that makes the next one. */
export function AddLine({ label, refused, onAdd }: Props) {
  const [text, setText] = useState('');
  return (
    <input
      className={css.addLine}
      value={text}
      placeholder={label}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text) {
          event.stopPropagation();
          setText('');
        }
        const line = text.trim();
        if (event.key !== 'Enter' || !line) return;
        event.preventDefault();
        setText('');
        onAdd(line).catch((error: unknown) => {
          setText(line);
          toastProblem(refused, error);
        });
      }}
    />
  );
}
