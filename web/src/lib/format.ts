import { formatLocale } from './i18n';

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(formatLocale()).format(value);
}

export function formatPercent(value: number): string {
  return new Intl.NumberFormat(formatLocale(), { style: 'percent', maximumFractionDigits: 0 }).format(value / 100);
}

/** Alphabetical in the reader's language, digits by value. */
export function compareText(a: string, b: string): number {
  return a.localeCompare(b, formatLocale(), { numeric: true, sensitivity: 'base' });
}
