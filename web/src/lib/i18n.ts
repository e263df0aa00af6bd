import { i18n } from '@lingui/core';
import { readPref, writePref } from './prefs';

export const LOCALES = [
  { id: 'en', name: 'English', dir: 'ltr' },
  { id: 'de', name: 'Deutsch', dir: 'ltr' },
  { id: 'ar', name: 'العربية', dir: 'rtl' },
] as const;

export type Locale = (typeof LOCALES)[number]['id'];

function isLocale(value: string): value is Locale {
  return LOCALES.some((locale) => locale.id === value);
}

/** What the reader chose, else what the browser asks for, else English. */
export function wantedLocale(): Locale {
  const wanted = (readPref('locale') ?? navigator.language).slice(0, 2);
  return isLocale(wanted) ? wanted : 'en';
}

export function direction(locale: string): 'ltr' | 'rtl' {
  return LOCALES.find((other) => other.id === locale)?.dir ?? 'ltr';
}

/** English stands in the code. */
const loaders: Record<Locale, () => Promise<{ messages: Parameters<typeof i18n.load>[1] }>> = {
  en: () => Promise.resolve({ messages: {} }),
  de: () => import('~/locales/de.po'),
  ar: () => import('~/locales/ar.po'),
};

export async function activateLocale(locale: Locale): Promise<void> {
  const { messages } = await loaders[locale]();
  i18n.load(locale, messages);
  i18n.activate(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = direction(locale);
}

export async function chooseLocale(locale: Locale): Promise<void> {
  writePref('locale', locale);
  await activateLocale(locale);
}

/** The tag for dates and numbers: the browser's regional variant of the chosen language where there is one. Digits stay Western, as tables need. */
export function formatLocale(): string {
  const regional = navigator.languages.find((tag) => tag.slice(0, 2) === i18n.locale);
  const tag = regional ?? (i18n.locale || 'en');
  return i18n.locale === 'ar' ? `${tag}-u-nu-latn` : tag;
}
