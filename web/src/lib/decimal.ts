import { formatLocale } from './i18n';

/** Decimals travel as text ("1250.50"), so that no amount ever passes through a floating-point number. */

function separators(): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(formatLocale(), { useGrouping: true }).formatToParts(1234567.5);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { group: find('group') || ',', decimal: find('decimal') || '.' };
}

/** With thousands as the reader writes them; at least `digits` places. */
export function formatDecimal(value: string, digits = 0): string {
  const format = new Intl.NumberFormat(formatLocale(), { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 2), useGrouping: true });
  return format.format(value as `${number}`);
}

/**
 * What someone typed as a decimal; null for nothing, undefined for what is no number. The reader's own separators count; a lone one that
 * is not theirs is still understood where it cannot be thousands ("1250.50" typed by a German).
 */
export function parseDecimal(typed: string): string | null | undefined {
  const { group, decimal } = separators();
  const text = typed
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll('٫', decimal)
    .replaceAll(/[\s\u00A0\u202F'’٬]/g, '');
  if (text === '') return null;
  const grouped = group.trim() === '' ? '' : group;
  const lone = grouped && text.split(grouped).length === 2 && !text.includes(decimal) ? text.split(grouped)[1] : undefined;
  const plain = lone !== undefined && lone.length !== 3 ? text.replace(grouped, '.') : text.replaceAll(grouped || '\u0000', '').replace(decimal, '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain.replace(/^(-?)0+(?=\d)/, '$1') : undefined;
}

/** Exact, for amounts of two places. */
export function subtract(from: string, what: string): string {
  const cents = (value: string) => {
    const [whole = '0', part = ''] = value.replace('-', '').split('.');
    const sum = BigInt(whole) * 100n + BigInt(`${part}00`.slice(0, 2));
    return value.startsWith('-') ? -sum : sum;
  };
  const rest = cents(from) - cents(what);
  const size = rest < 0n ? -rest : rest;
  return `${rest < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}
