import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useLingui } from '@lingui/react';
import { chooseLocale, type Locale, LOCALES, wantedLocale } from '~/lib/i18n';
import { useTheme } from '~/lib/prefs';
import { Segments } from '~/ui/Field';
import { SettingsColumn, SettingsSection } from './SettingsParts';
import css from './settings.module.css';

/** Kept in this browser and applied at once: there is nothing to save. */
export function AppearanceSettings() {
  const { theme, setTheme } = useTheme();
  useLingui();
  return (
    <SettingsColumn>
      <SettingsSection title={<Trans>Appearance and language</Trans>} text={<Trans>For this browser. Changes show at once.</Trans>}>
        <div className={css.card}>
          <div className={css.setting}>
            <div>
              <Trans>Theme</Trans>
              <p>
                <Trans>“System” follows your computer.</Trans>
              </p>
            </div>
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
          </div>
          <div className={css.setting}>
            <div>
              <Trans>Language</Trans>
              <p>
                <Trans>Dates and numbers follow it.</Trans>
              </p>
            </div>
            <Segments<Locale>
              label={t`Language`}
              value={wantedLocale()}
              onChange={(locale) => void chooseLocale(locale)}
              options={LOCALES.map((locale) => ({ value: locale.id, label: locale.name }))}
            />
          </div>
        </div>
      </SettingsSection>
    </SettingsColumn>
  );
}
