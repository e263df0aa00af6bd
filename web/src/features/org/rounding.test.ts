import { describe, expect, it } from 'vitest';
import { readRounding, withRounding } from './rounding';

describe('the rounding of time', () => {
  it('is read with care', () => {
    expect(readRounding(null)).toEqual({ step: 0, mode: 'nearest' });
    expect(readRounding({ timeRoundingMinutes: 15, timeRoundingMode: 'up' })).toEqual({ step: 15, mode: 'up' });
    expect(readRounding({ timeRoundingMinutes: 1, timeRoundingMode: 'down' })).toEqual({ step: 0, mode: 'nearest' });
    expect(readRounding({ timeRoundingMinutes: '15' })).toEqual({ step: 0, mode: 'nearest' });
  });

  it('leaves the other settings', () => {
    expect(withRounding({ currency: 'EUR', timeRoundingMode: 'up' }, { step: 5, mode: 'nearest' })).toEqual({ currency: 'EUR', timeRoundingMinutes: 5, timeRoundingMode: 'nearest' });
    expect(withRounding(null, { step: 0, mode: 'up' })).toEqual({ timeRoundingMinutes: 0, timeRoundingMode: 'up' });
  });
});
