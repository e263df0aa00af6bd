import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from '~/lib/form';
import type { Organization } from '~/lib/models';
import { can } from '~/lib/policy';
import { Form } from '~/ui/Field';
import { SelectField } from '~/ui/Picker';
import { Card, SaveFoot, Setting, SettingsSection } from '~/ui/Settings';
import { toast } from '~/ui/toast';
import { saveRounding } from './api';
import { readRounding, STEPS } from './rounding';

function stepName(step: number): string {
  return step === 0 ? t`To whole minutes` : plural(step, { one: 'To # minute', other: 'To # minutes' });
}

function modeName(mode: 'nearest' | 'up'): string {
  return mode === 'up' ? t`Always up` : t`To the nearest step`;
}

/** How the organization counts logged time. What was logged before stays as it is. */
export function TimeRounding({ organization }: { organization: Organization }) {
  const rounding = readRounding(organization.settings);
  const form = useForm({
    initial: { step: String(rounding.step), mode: rounding.mode as string },
    onSubmit: async ({ step, mode }) => {
      await saveRounding(organization, { step: Number(step), mode: mode === 'up' ? 'up' : 'nearest' });
      toast(t`Rounding saved`);
    },
  });
  const [from, to] = [stepName(rounding.step), modeName(rounding.mode)];
  return (
    <SettingsSection
      title={<Trans>Rounding of logged time</Trans>}
      text={<Trans>It holds for timers and for entries that are made or changed from now on, in all projects.</Trans>}
    >
      <Card>
        {can(organization, 'update') ? (
          <Form form={form} label={t`Rounding of logged time`} foot={<SaveFoot form={form} />}>
            <SelectField field={form.bind('step')} label={t`Minutes`} options={STEPS.map((step) => ({ value: String(step), label: stepName(step) }))} />
            <SelectField
              field={form.bind('mode')}
              label={t`Direction`}
              help={<Trans>Of 31 minutes, steps of 15 make 30 to the nearest and 45 always up. Nothing is rounded to nothing.</Trans>}
              options={(['nearest', 'up'] as const).map((mode) => ({ value: mode, label: modeName(mode) }))}
            />
          </Form>
        ) : (
          <Setting title={from} text={to} />
        )}
      </Card>
    </SettingsSection>
  );
}
