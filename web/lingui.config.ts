import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

// English is the source: its catalogue is written by `npm run i18n`, the others are translated beside it.
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de', 'ar'],
  fallbackLocales: { default: 'en' },
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['src'] }],
  format: formatter({ lineNumbers: false, origins: true }),
});
