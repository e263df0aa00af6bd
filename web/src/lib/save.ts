import { ApiError, isStatus, rootOf } from './problem';

/** Someone else changed the same field first. Nothing was overwritten; `change` is what the reader wanted. */
export interface Conflict<T, C> {
  change: C;
  theirs: T;
}

export interface Outcome<T, C> {
  saved: boolean;
  conflict: Conflict<T, C> | null;
}

export type FieldErrors = Partial<Record<string, string>>;

interface Options {
  /** Saves over what others wrote: the reader has seen it and chose. */
  force?: boolean;
  /** Gets the API's words about fields that were changed, to be shown there. Without it they are said like any other refusal. */
  onFields?: (errors: FieldErrors) => void;
}

/** Where a kind of record is kept in the window and on the server. */
interface Store<T, C> {
  /** The newest copy in the window. */
  held: (base: T) => T | undefined;
  show: (record: T) => void;
  load: (record: T) => Promise<T>;
  patch: (record: T, change: C) => Promise<T>;
  /** The change was refused and what was shown is taken back: says so. */
  refused: (record: T, error: unknown) => void;
}

const queues = new Map<string, Promise<unknown>>();

/** Writes to one record go one after the other, each against the revision the one before left. */
export function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(id) ?? Promise.resolve()).then(work, work);
  queues.set(
    id,
    turn.catch(() => undefined),
  );
  return turn;
}

const fieldsOf = <C extends object>(change: C) => Object.keys(change) as (keyof C & string)[];

function touched<T extends C, C extends object>(base: T, now: T, change: C): boolean {
  return fieldsOf(change).some((field) => JSON.stringify(now[field]) !== JSON.stringify(base[field]));
}

function fieldErrors(error: unknown, change: object): FieldErrors | null {
  const found = error instanceof ApiError ? error.fields.filter((entry) => rootOf(entry.field) in change) : [];
  return found.length > 0 ? Object.fromEntries(found.map((entry) => [rootOf(entry.field), entry.message])) : null;
}

/**
 * Makes the way to save a change that was made looking at `base`. It is shown at once. When others have meanwhile changed other fields it is
 * merged; when they changed the same field, nothing is overwritten and the conflict is returned for the reader to decide.
 */
export function saver<T extends { id: string; revision: number }, C extends object>(store: Store<T, C>) {
  return async (base: T, change: C, { force = false, onFields }: Options = {}): Promise<Outcome<T, C>> => {
    const held = store.held(base) ?? base;
    if (!force && touched(base as T & C, held as T & C, change)) return { saved: false, conflict: { change, theirs: held } };
    store.show({ ...held, ...change });

    /** Takes back what was shown too early, field by field: another change may have been saved since. */
    const takeBack = (before: T, error: unknown): Outcome<T, C> => {
      const now = store.held(before) ?? before;
      const old = before as T & C;
      store.show({ ...now, ...Object.fromEntries(fieldsOf(change).map((field) => [field, old[field]])) });
      const errors = onFields ? fieldErrors(error, change) : null;
      if (errors) onFields?.(errors);
      else store.refused(before, error);
      return { saved: false, conflict: null };
    };

    return inTurn(base.id, async () => {
      try {
        store.show(await store.patch(store.held(base) ?? held, change));
        return { saved: true, conflict: null };
      } catch (error) {
        if (!isStatus(error, 412)) return takeBack(held, error);
      }
      let theirs: T;
      try {
        theirs = await store.load(base);
      } catch (error) {
        return takeBack(held, error);
      }
      store.show(theirs);
      if (!force && touched(base as T & C, theirs as T & C, change)) return { saved: false, conflict: { change, theirs } };
      try {
        store.show(await store.patch(theirs, change));
        return { saved: true, conflict: null };
      } catch (error) {
        return takeBack(theirs, error);
      }
    });
  };
}
