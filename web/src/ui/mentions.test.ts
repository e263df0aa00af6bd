import { describe, expect, it } from 'vitest';
import { toKept, toWritten } from './MentionBox';

const ann = { id: '0190c6f0-0000-7000-8000-000000000001', name: 'Ann' };
const annLee = { id: '0190c6f0-0000-7000-8000-000000000002', name: 'Ann Lee' };

describe('mentions', () => {
  it('are kept by id and written by name', () => {
    const kept = toKept('@Ann Lee, ask @Ann. Not @Annika, not mail@Ann Lee.', [ann, annLee]);
    expect(kept).toBe(`@[Ann Lee](user:${annLee.id}), ask @[Ann](user:${ann.id}). Not @Annika, not mail@Ann Lee.`);
    expect(toWritten(kept)).toEqual({ text: '@Ann Lee, ask @Ann. Not @Annika, not mail@Ann Lee.', named: [annLee, ann] });
  });
  it('of nobody stay text', () => {
    expect(toKept('@Ann', [])).toBe('@Ann');
    expect(toWritten('@[Ann](user:x)')).toEqual({ text: '@[Ann](user:x)', named: [] });
  });
});
