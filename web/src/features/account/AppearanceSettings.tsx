import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useLingui } from '@lingui/react';
import { chooseLocale, type Locale, LOCALES, wantedLocale } from '~/lib/i18n';
import { useTheme } from '~/lib/prefs';
import { Segments } from '~/ui/Field';
import { Card, Setting, SettingsColumn, SettingsSection } from '~/ui/Settings';

/** Kept in this browser and applied at once: there is nothing to save. */
export function AppearanceSettings() {
  const { theme, setTheme } = useTheme();
  useLingui();
  return (
    <SettingsColumn>
      <SettingsSection title={<Trans>Appearance and language</Trans>} text={<Trans>For this browser. Changes show at once.</Trans>}>
        <Card>
          <Setting title={<Trans>Theme</Trans>} text={<Trans>“System” follows your computer.</Trans>}>
            <Segments
              label={t`Theme`}
              value={theme}
              onChange={setTheme}
              options={[
                { value: 'system', label: t`System` },
                { value: 'light', label: t`Light` },
                { value: 'dark', label: t`Dark` },
              ]}
            />
          </Setting>
          <Setting title={<Trans>Language</Trans>} text={<Trans>Dates and numbers follow it.</Trans>}>
            <Segments<Locale>
              label={t`Language`}
              value={wantedLocale()}
              onChange={(locale) => void chooseLocale(locale)}
              options={LOCALES.map((locale) => ({ value: locale.id, label: locale.name }))}
            />
          </Setting>
        </Card>
      </SettingsSection>
    </SettingsColumn>
  );
}
