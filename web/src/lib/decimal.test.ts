import { i18n } from '@lingui/core';
import { afterEach, describe, expect, it } from 'vitest';
import { formatDecimal, parseDecimal, subtract } from './decimal';

afterEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));
const speak = (locale: string) => i18n.loadAndActivate({ locale, messages: {} });

describe('amounts', () => {
  it('are shown with thousands and never rounded through a float', () => {
    speak('en');
    expect(formatDecimal('120000', 2)).toBe('120,000.00');
    expect(formatDecimal('999999999999.99', 2)).toBe('999,999,999,999.99');
    speak('de');
    expect(formatDecimal('1250.5', 2)).toBe('1.250,50');
  });

  it.each([
    ['en', '1,250.50', '1250.50'],
    ['en', ' 12 500 ', '12500'],
    ['en', '12,500', '12500'],
    ['en', '12,5', '12.5'],
    ['en', '007', '7'],
    ['de', '1.250,50', '1250.50'],
    ['de', '1250.50', '1250.50'],
    ['de', '12.500', '12500'],
    ['ar', '١٢٥٠٫٥', '1250.5'],
  ])('%s: “%s” is %s', (locale, typed, wanted) => {
    speak(locale);
    expect(parseDecimal(typed)).toBe(wanted);
  });

  it('nothing is null, words are refused', () => {
    expect(parseDecimal('  ')).toBeNull();
    for (const words of ['a lot', '1.2.3', '--1', '1e5']) expect(parseDecimal(words)).toBeUndefined();
  });

  it('are subtracted exactly', () => {
    expect(subtract('100', '99.99')).toBe('0.01');
    expect(subtract('0.10', '0.30')).toBe('-0.20');
  });
});
