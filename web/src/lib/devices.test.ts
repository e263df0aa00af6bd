import { describe, expect, it } from 'vitest';
import { deviceName, isPhone } from './devices';

const EDGE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const PHONE = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';

describe('the words for a device', () => {
  it('are those of the browser and the system', () => {
    expect(deviceName(EDGE)).toBe('Edge on Windows');
    expect(deviceName(SAFARI)).toBe('Safari on iPhone');
    expect(deviceName(PHONE)).toBe('Chrome on Android');
    expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0')).toBe('Firefox on Linux');
  });

  it('are the name of a program, or say that nothing is known', () => {
    expect(deviceName('curl/8.5.0')).toBe('curl');
    expect(deviceName(null)).toBe('Unknown device');
  });

  it('tell a phone', () => {
    expect([SAFARI, PHONE, EDGE, null].map(isPhone)).toEqual([true, true, false, false]);
  });
});
