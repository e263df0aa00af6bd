import { describe, expect, it } from 'vitest';
import { ApiError } from './problem';
import { saver } from './save';

interface Note {
  id: string;
  revision: number;
  title: string;
  text: string;
}
type Change = Partial<Pick<Note, 'title' | 'text'>>;

/** A server of one note, and a window that holds a copy. */
function desk() {
  const start: Note = { id: `n${Math.random()}`, revision: 1, title: 'Old', text: 'Old' };
  let server = start;
  let held = start;
  const said: unknown[] = [];
  const elsewhere = (change: Change) => {
    server = { ...server, ...change, revision: server.revision + 1 };
  };
  const save = saver<Note, Change>({
    held: () => held,
    show: (note) => {
      held = note;
    },
    load: async () => server,
    patch: async (note, change) => {
      if (change.title === 'bad') throw new ApiError(422, 'Invalid', '', [{ field: 'title', message: 'Not this one.' }]);
      if (note.revision !== server.revision) throw new ApiError(412, 'Stale', '');
      elsewhere(change);
      return server;
    },
    refused: (_, error) => said.push(error),
  });
  return { start, save, elsewhere, said, held: () => held, server: () => server };
}

describe('saving a change', () => {
  it('is shown at once and stays', async () => {
    const { start, save, held } = desk();
    const done = save(start, { title: 'New' });
    expect(held().title).toBe('New');
    expect(await done).toEqual({ saved: true, conflict: null });
    expect(held()).toMatchObject({ title: 'New', revision: 2 });
  });

  it('merges with what others changed elsewhere in the record', async () => {
    const { start, save, elsewhere, server } = desk();
    elsewhere({ text: 'Theirs' });
    expect(await save(start, { title: 'Mine' })).toEqual({ saved: true, conflict: null });
    expect(server()).toMatchObject({ title: 'Mine', text: 'Theirs' });
  });

  it('never overwrites the same field, until told to', async () => {
    const { start, save, elsewhere, server, held } = desk();
    elsewhere({ title: 'Theirs' });
    const { saved, conflict } = await save(start, { title: 'Mine' });
    expect([saved, conflict?.change, held().title]).toEqual([false, { title: 'Mine' }, 'Theirs']);
    expect(conflict && (await save(conflict.theirs, conflict.change, { force: true }))).toMatchObject({ saved: true });
    expect(server().title).toBe('Mine');
  });

  it('takes back what was refused and says why, at the field when there is one', async () => {
    const { start, save, held, said } = desk();
    const errors: unknown[] = [];
    await save(start, { title: 'bad' }, { onFields: (found) => errors.push(found) });
    expect([held().title, errors, said]).toEqual(['Old', [{ title: 'Not this one.' }], []]);
    await save(start, { title: 'bad' });
    expect(said).toHaveLength(1);
  });

  it('two changes in a row both arrive', async () => {
    const { start, save, held, server } = desk();
    const first = save(start, { title: 'One' });
    const second = save(held(), { text: 'Two' });
    await Promise.all([first, second]);
    expect(server()).toMatchObject({ title: 'One', text: 'Two', revision: 3 });
  });
});
