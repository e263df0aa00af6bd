// Extracts every text from the source into the catalogues. With --check nothing is written: it fails when a catalogue lags behind the
// source, or when German or Arabic lacks a translation.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const LOCALES = ['en', 'de', 'ar'];
const check = process.argv.includes('--check');
const fileOf = (locale) => new URL(`../src/locales/${locale}.po`, import.meta.url);
const withoutDate = (text) => text.replace(/"POT-Creation-Date:.*\\n"\n/, '');
const before = Object.fromEntries(LOCALES.map((locale) => [locale, readFileSync(fileOf(locale), 'utf8')]));

execFileSync('npx', ['lingui', 'extract', '--clean'], { stdio: check ? 'ignore' : 'inherit', cwd: new URL('..', import.meta.url) });

let failed = false;
for (const locale of LOCALES) {
  const after = readFileSync(fileOf(locale), 'utf8');
  const drifted = withoutDate(after) !== withoutDate(before[locale]);
  if (check || !drifted) writeFileSync(fileOf(locale), before[locale]);
  if (check && drifted) {
    console.error(`src/locales/${locale}.po is not what the source says: run "npm run i18n".`);
    failed = true;
  }
  const missing = (after.split('\n\n').slice(1).filter((entry) => /^msgstr ""$(?!\n")/m.test(entry) && !entry.includes('#~')) ?? []).length;
  if (missing > 0 && locale !== 'en') {
    console.error(`${locale}: ${missing} texts are not translated.`);
    failed = failed || check;
  }
}
process.exit(failed ? 1 : 0);
