import { t } from '@lingui/core/macro';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import css from './panel.module.css';

interface Props {
  labels: string[];
  editable: boolean;
  onChange: (labels: string[]) => void;
}

/** Words on a task; Enter or a comma adds one, Backspace in the empty line takes the last. */
export function Labels({ labels, editable, onChange }: Props) {
  const [text, setText] = useState('');
  const add = () => {
    const word = text.trim();
    setText('');
    if (word && !labels.includes(word)) onChange([...labels, word]);
  };
  return (
    <span className={css.labels}>
      {labels.map((label) => (
        <span key={label} className={css.label}>
          {label}
          {editable ? (
            <button type="button" aria-label={t`Remove label ${label}`} onClick={() => onChange(labels.filter((other) => other !== label))}>
              <IconX size={12} />
            </button>
          ) : null}
        </span>
      ))}
      {editable ? (
        <input
          className={css.labelInput}
          value={text}
          aria-label={t`Add a label`}
          placeholder={labels.length === 0 ? t`Add a label` : '+'}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === ',') {
              event.preventDefault();
              add();
            } else if (event.key === 'Backspace' && text === '' && labels.length > 0) onChange(labels.slice(0, -1));
            else if (event.key === 'Escape' && text) {
              event.stopPropagation();
              setText('');
            }
          }}
        />
      ) : null}
    </span>
  );
}
