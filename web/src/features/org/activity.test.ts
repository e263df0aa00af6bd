import { describe, expect, it } from 'vitest';
import { calledIn, changesOf, detailsOf, tokenOf } from './activity';

const META = {
  requestId: 'r',
  tokenId: 't',
  record: { name: 'Roof', userId: 'u' },
  changes: { name: { after: 'Roof' }, content: {}, budget: { before: '1', after: null } },
  documentId: 'd',
};

describe('an entry of the log', () => {
  it('tells what a new record is, what changed, and what is kept back', () => {
    expect(changesOf({ metadata: META })).toEqual([
      { field: 'name', before: undefined, after: 'Roof', private: false },
      { field: 'content', before: undefined, after: undefined, private: true },
      { field: 'budget', before: '1', after: null, private: false },
    ]);
  });

  it('is about a record with a name, done by a program', () => {
    expect(calledIn({ metadata: META })).toBe('Roof');
    expect(tokenOf({ metadata: META })).toBe('t');
    expect(detailsOf({ metadata: META })).toEqual([
      ['userId', 'u'],
      ['documentId', 'd'],
    ]);
  });

  it('is read with care', () => {
    expect(changesOf({ metadata: { changes: [1] } })).toEqual([]);
    expect(calledIn({ metadata: null })).toBeUndefined();
    expect(tokenOf({ metadata: { tokenId: 1 } })).toBeUndefined();
    expect(detailsOf({ metadata: null })).toEqual([]);
  });
});
