import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyName } from './actions';
import { flatten, mapPages } from './query';
import { ApiError, problemText, toApiError } from './problem';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe('keyName', () => {
  it('counts shift for letters and named keys, not where it made the character', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('D', { shiftKey: true })).toBe('shift+d');
    expect(press('Enter', { shiftKey: true })).toBe('shift+enter');
    expect(press('k', { metaKey: true })).toBe('mod+k');
    expect(press(' ')).toBe('space');
  });
});

describe('pages', () => {
  it('keep their borders when the list changes', () => {
    const pages = { pages: [{ items: [1, 2], nextCursor: 'a' }, { items: [3], nextCursor: null }], pageParams: [null, 'a'] };
    const changed = mapPages(pages, (items) => [0, ...items]);
    expect(changed.pages.map((page) => page.items)).toEqual([[0, 1], [2, 3]]);
    expect(flatten(changed)).toEqual([0, 1, 2, 3]);
    expect(changed.pages[1]?.nextCursor).toBeNull();
  });
});

describe('problems', () => {
  afterEach(() => vi.restoreAllMocks());

  it('are read from problem+json, field by field', () => {
    const error = toApiError(422, { title: 'Rule', detail: 'No.', errors: [{ field: 'name', message: 'Taken.' }, { message: 'Odd.' }, 7] });
    expect(error).toBeInstanceOf(ApiError);
    expect(error.fields).toEqual([{ field: 'name', message: 'Taken.' }, { field: '', message: 'Odd.' }]);
    expect(problemText(error)).toBe('No.');
  });

  it('survive what a proxy sends', () => {
    expect(toApiError(502, '<html>').title).toBe('Something went wrong');
    expect(toApiError(0, null).title).toBe('The server could not be reached');
  });
});
