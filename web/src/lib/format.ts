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

/** "1.4 MB", in steps of a thousand. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = units[step] ?? 'byte';
  return new Intl.NumberFormat(formatLocale(), { style: 'unit', unit, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}
