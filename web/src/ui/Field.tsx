import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconAlertCircle, IconEye, IconEyeOff, IconFileUpload } from '@tabler/icons-react';
import { type ComponentProps, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Bound, Form as FormState } from '~/lib/form';
import { IconButton } from './Button';
import { cx } from './cx';
import css from './Field.module.css';

interface FieldProps {
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  optional?: boolean | undefined;
  children: ReactNode;
}

/** Label above, help below, the error at the field. */
export function Field({ id, label, help, error, optional, children }: FieldProps) {
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
        {optional ? (
          <span className={css.optional}>
            <Trans>optional</Trans>
          </span>
        ) : null}
      </label>
      {children}
      {error ? (
        <p className={css.error} id={`${id}-error`}>
          {error}
        </p>
      ) : help ? (
        <p className={css.help} id={`${id}-help`}>
          {help}
        </p>
      ) : null}
    </div>
  );
}

/** The attributes that tie an input to its label, help and error. */
export function describe(field: Pick<Bound<unknown>, 'id' | 'name' | 'error'>, help?: ReactNode) {
  return {
    id: field.id,
    name: field.name,
    'aria-invalid': field.error ? true : undefined,
    'aria-describedby': field.error ? `${field.id}-error` : help ? `${field.id}-help` : undefined,
  };
}

type Common = { field: Bound<string>; label: ReactNode; help?: ReactNode; optional?: boolean };

export function TextField({ field, label, help, optional, ...rest }: Common & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'name' | 'id'>) {
  return (
    <Field id={field.id} label={label} help={help} error={field.error} optional={optional}>
      <input {...describe(field, help)} className={css.input} value={field.value} onChange={(event) => field.onChange(event.target.value)} {...rest} />
    </Field>
  );
}

export function TextAreaField({ field, label, help, optional, ...rest }: Common & Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'name' | 'id'>) {
  return (
    <Field id={field.id} label={label} help={help} error={field.error} optional={optional}>
      <textarea
        {...describe(field, help)}
        className={cx(css.input, css.area)}
        value={field.value}
        onChange={(event) => field.onChange(event.target.value)}
        {...rest}
      />
    </Field>
  );
}

export function PasswordField({ field, label, help, ...rest }: Common & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'name' | 'id'>) {
  const [shown, setShown] = useState(false);
  return (
    <Field id={field.id} label={label} help={help} error={field.error}>
      <div className={css.withButton}>
        <input
          {...describe(field, help)}
          className={css.input}
          type={shown ? 'text' : 'password'}
          value={field.value}
          onChange={(event) => field.onChange(event.target.value)}
          {...rest}
        />
        <span className={css.inner}>
          <IconButton size="sm" icon={shown ? IconEyeOff : IconEye} label={shown ? t`Hide password` : t`Show password`} onClick={() => setShown(!shown)} />
        </span>
      </div>
    </Field>
  );
}

/** A form: Enter sends it, what the API said about no field in particular stands above the buttons. */
export function Form<T>({ form, children, foot, label, onKeyDown }: { form: FormState<T>; children: ReactNode; foot: ReactNode; label?: string; onKeyDown?: (event: KeyboardEvent) => void }) {
  return (
    <form
      ref={form.ref}
      className={css.form}
      noValidate
      aria-label={label}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {children}
      <FormProblem text={form.problem} />
      {foot}
    </form>
  );
}

export function FormProblem({ text }: { text: string | null }) {
  return (
    <div role="alert" className={css.alert}>
      {text ? (
        <p className={css.problem}>
          <IconAlertCircle size={18} />
          {text}
        </p>
      ) : null}
    </div>
  );
}

export function FormFoot({ children }: { children: ReactNode }) {
  return <div className={css.foot}>{children}</div>;
}

export function FormRow({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>;
}

interface CheckProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hideLabel?: boolean;
  indeterminate?: boolean;
  disabled?: boolean;
}

export function Checkbox({ label, checked, onChange, hideLabel, indeterminate, disabled }: CheckProps) {
  return (
    <label className={cx(css.check, hideLabel && css.bare)}>
      <input
        type="checkbox"
        className={css.box}
        checked={checked}
        disabled={disabled}
        ref={(box) => {
          if (box) box.indeterminate = indeterminate ?? false;
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={hideLabel ? 'sr' : undefined}>{label}</span>
    </label>
  );
}

/** On or off, at once: for what is saved by the press itself. */
export function Switch({ label, checked, disabled, onChange }: { label: string; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void }) {
  return <input type="checkbox" role="switch" className={css.switch} aria-label={label} aria-checked={checked} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />;
}

interface Segment<V extends string> {
  value: V;
  label: ReactNode;
}

/** One of a few, all in sight. */
export function Segments<V extends string>({ label, value, options, onChange }: { label: string; value: V; options: Segment<V>[]; onChange: (value: V) => void }) {
  const name = useId();
  return (
    <div className={css.segments} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={css.segment}>
          <input className="sr" type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}

/** A file, chosen or dropped. */
export function FileDrop({ label, hint, accept, file, onFile }: { label: string; hint: ReactNode; accept: string; file: File | null; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const first = files?.[0];
    if (first) onFile(first);
  };
  return (
    <label
      className={css.file}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        className="sr"
        type="file"
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          take(event.target.files);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
      <IconFileUpload size={24} stroke={1.5} />
      <strong>{file ? file.name : label}</strong>
      <span className={css.help}>{hint}</span>
    </label>
  );
}
