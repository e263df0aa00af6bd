import { key, queryClient } from '~/lib/query';
import { toastProblem } from '~/ui/toast';

interface Kept {
  id: string;
}

/**
 * Shows a change to a short list at once and takes it back when the server refuses, saying why. What is being fetched meanwhile may be older than
 * what is shown and is not taken. A write that comes to null was given up by the person and is taken back as well. True when it was done.
 */
export async function changeList<T extends Kept>(name: string, change: (all: T[]) => T[], refused: string, write: () => Promise<unknown>): Promise<boolean> {
  const listKey = key(name);
  await queryClient.cancelQueries({ queryKey: listKey });
  const before = queryClient.getQueryData<T[]>(listKey);
  queryClient.setQueryData<T[]>(listKey, (all) => all && change(all));
  try {
    const done = (await write()) !== null;
    if (!done) queryClient.setQueryData(listKey, before);
    return done;
  } catch (error) {
    queryClient.setQueryData(listKey, before);
    toastProblem(refused, error);
    return false;
  } finally {
    void queryClient.invalidateQueries({ queryKey: listKey });
  }
}

export const without =
  <T extends Kept>(gone: Kept) =>
  (all: T[]) =>
    all.filter((other) => other.id !== gone.id);
