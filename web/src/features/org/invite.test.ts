import { describe, expect, it } from 'vitest';
import { readAddresses } from './invite';

describe('addresses to invite', () => {
  it('are found in whatever was pasted', () => {
    expect(readAddresses('a@x.example, b@x.example; c@x.example\nd@x.example')).toEqual(['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example']);
    expect(readAddresses('Ada Byron <ada@x.example>, "Bo" <bo@x.example>')).toEqual(['ada@x.example', 'bo@x.example']);
  });

  it('come once each, and words are none', () => {
    expect(readAddresses('a@x.example A@X.example hello')).toEqual(['a@x.example']);
    expect(readAddresses('')).toEqual([]);
  });
});
