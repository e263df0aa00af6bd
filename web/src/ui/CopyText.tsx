import { t } from '@lingui/core/macro';
import { IconCopy } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { Button } from './Button';
import css from './CopyText.module.css';
import { Field } from './Field';
import fieldCss from './Field.module.css';
import { toast, toastProblem } from './toast';

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    // The clipboard exists in secure contexts only, and the person may have forbidden it.
    toastProblem(t`It could not be copied.`, new Error(t`Select the text and copy it by hand.`));
  }
}

/** A text that is to be taken elsewhere: selected when one goes there, with a button beside it. */
export function CopyText({ text, label, help, done }: { text: string; label: ReactNode; help?: ReactNode; done: string }) {
  const id = useId();
  return (
    <Field id={id} label={label} help={help}>
      <div className={css.line}>
        <input
          id={id}
          className={`${fieldCss.input} ${css.text}`}
          dir="ltr"
          value={text}
          readOnly
          aria-describedby={help ? `${id}-help` : undefined}
          onFocus={(event) => event.target.select()}
        />
        <Button icon={IconCopy} onClick={() => void copyText(text, done)}>
          {t`Copy`}
        </Button>
      </div>
    </Field>
  );
}
