import { useEffect, useId, useRef, useState } from 'react';
import { ApiError, problemText, rootOf } from './problem';

export interface Bound<V> {
  id: string;
  name: string;
  value: V;
  onChange: (value: V) => void;
  error: string | undefined;
}

export interface Form<T> {
  values: T;
  set: (change: Partial<T>) => void;
  /** Ties a field to its value and to the API's words about it. */
  bind: <K extends keyof T & string>(name: K) => Bound<T[K]>;
  /** What the API said that belongs to no field shown. */
  problem: string | null;
  busy: boolean;
  dirty: boolean;
  submit: () => Promise<void>;
  reset: (values: T) => void;
  ref: React.RefObject<HTMLFormElement | null>;
}

interface Options<T> {
  initial: T;
  onSubmit: (values: T) => Promise<void>;
  /** Keeps what was typed over a reload. Never give one to a form with a password. */
  draft?: string;
  /** Checked before anything is sent. */
  check?: (values: T) => Partial<Record<keyof T & string, string>>;
}

function readDraft<T>(name: string | undefined): Partial<T> {
  if (!name) return {};
  try {
    return JSON.parse(window.sessionStorage.getItem(`draft.${name}`) ?? '{}') as Partial<T>;
  } catch {
    return {};
  }
}

function writeDraft(name: string | undefined, values: unknown): void {
  if (!name) return;
  try {
    if (values === null) window.sessionStorage.removeItem(`draft.${name}`);
    else window.sessionStorage.setItem(`draft.${name}`, JSON.stringify(values));
  } catch {
    // Without storage a reload loses the draft; nothing else does.
  }
}

/** State of a form: values, one error per field in the API's words, the first one focused, typed text kept. */
export function useForm<T extends object>({ initial, onSubmit, draft, check }: Options<T>): Form<T> {
  const prefix = useId();
  const ref = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<T>(() => ({ ...initial, ...readDraft<T>(draft) }));
  const [base, setBase] = useState<T>(initial);
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const focusNext = useRef(false);

  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const show = (found: Partial<Record<string, string>>, general: string | null) => {
    focusNext.current = Object.keys(found).length > 0;
    setErrors(found);
    setProblem(general);
  };

  const set = (change: Partial<T>) => {
    setValues((before) => {
      const after = { ...before, ...change };
      writeDraft(draft, after);
      return after;
    });
    setErrors((before) => {
      const after = { ...before };
      for (const name of Object.keys(change)) delete after[name];
      return after;
    });
  };

  const submit = async () => {
    if (busy) return;
    const early = check?.(values) ?? {};
    if (Object.values(early).some(Boolean)) {
      show(early, null);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit(values);
      setErrors({});
      setBase(values);
      writeDraft(draft, null);
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : [];
      const known = fields.filter((entry) => rootOf(entry.field) in values);
      const unknown = fields.filter((entry) => !known.includes(entry));
      show(
        Object.fromEntries(known.map((entry) => [rootOf(entry.field), entry.message])),
        known.length > 0 && unknown.length === 0 ? null : unknown.map((entry) => entry.message).join(' ') || problemText(error),
      );
    } finally {
      setBusy(false);
    }
  };

  return {
    values,
    set,
    problem,
    busy,
    submit,
    ref,
    dirty: JSON.stringify(values) !== JSON.stringify(base),
    reset: (next) => {
      setValues(next);
      setBase(next);
      setErrors({});
      setProblem(null);
      writeDraft(draft, null);
    },
    bind: (name) => ({
      id: `${prefix}${name}`,
      name,
      value: values[name],
      onChange: (value) => set({ [name]: value } as unknown as Partial<T>),
      error: errors[name],
    }),
  };
}
