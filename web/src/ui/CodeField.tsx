import { Trans } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Bound } from '~/lib/form';
import { Button } from './Button';
import css from './CodeField.module.css';
import { cx } from './cx';
import { describe, Field, TextField } from './Field';
import fieldCss from './Field.module.css';

const LENGTH = 6;
/** Digits as an Arabic or Persian keyboard writes them are digits too. */
const latin = (text: string) => text.replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));

interface Props {
  field: Bound<string>;
  label: ReactNode;
  autoFocus?: boolean;
  /** Called once when the sixth digit is there: by typing, pasting or the phone's suggestion. */
  onFull?: (() => void) | undefined;
}

/** One field for the six digits of an authenticator app. Whatever else is pasted with them falls away. */
export function CodeField({ field, label, autoFocus, onFull }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onFull);
  useEffect(() => {
    latest.current = onFull;
  });
  const { value } = field;
  useEffect(() => {
    // By its value: a code that is pasted over a wrong one counts anew.
    if (value.length === LENGTH) latest.current?.();
  }, [value]);
  useEffect(() => {
    // What was wrong is overwritten by typing: nobody mends a code.
    if (field.error) input.current?.select();
  }, [field.error]);
  return (
    <Field id={field.id} label={label} error={field.error}>
      <input
        {...describe(field)}
        ref={input}
        className={cx(fieldCss.input, css.code)}
        dir="ltr"
        value={value}
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page or dialog is for this one field
        autoFocus={autoFocus}
        data-autofocus={autoFocus || undefined}
        onChange={(event) => field.onChange(latin(event.target.value).replaceAll(/\D/g, '').slice(0, LENGTH))}
      />
    </Field>
  );
}

/** The same, with a way to a backup code instead, for when the phone is not at hand. */
export function AnyCodeField({ field, autoFocus }: Pick<Props, 'field' | 'autoFocus'>) {
  const [backup, setBackup] = useState(false);
  return (
    <div className={css.any}>
      {backup ? <BackupCodeField field={field} autoFocus /> : <CodeField field={field} label={<Trans>Code from the app</Trans>} autoFocus={autoFocus ?? false} />}
      <Button
        look="link"
        size="sm"
        onClick={() => {
          field.onChange('');
          setBackup(!backup);
        }}
      >
        {backup ? <Trans>Use the authenticator app</Trans> : <Trans>Use a backup code</Trans>}
      </Button>
    </div>
  );
}

export function BackupCodeField({ field, autoFocus }: Pick<Props, 'field' | 'autoFocus'>) {
  return <TextField field={field} label={<Trans>Backup code</Trans>} className={cx(fieldCss.input, css.backup)} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" autoFocus={autoFocus} />;
}
