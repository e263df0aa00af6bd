import { formatDecimal } from './decimal';
import { formatLocale } from './i18n';
import { useMe } from './me';

/** The currency of the organization ("EUR"), which all its amounts are in; null when it has not said. */
export function useCurrency(): string | null {
  const said = useMe().organization.settings?.['currency'];
  return typeof said === 'string' && /^[A-Z]{3}$/.test(said) ? said : null;
}

/** An amount with its currency where there is one, as the reader writes it. */
export function formatAmount(value: string, currency: string | null): string {
  if (currency === null) return formatDecimal(value, 2);
  return new Intl.NumberFormat(formatLocale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(value as `${number}`);
}
