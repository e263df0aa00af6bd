import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Day, dayOf, toInstant } from '~/lib/dates';
import { useForm } from '~/lib/form';
import type { Risk, RiskLevel, RiskStatus } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { Button } from '~/ui/Button';
import { DateField } from '~/ui/DateField';
import { FormRow, TextAreaField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { SelectField } from '~/ui/Picker';
import { Dot } from '~/ui/Pill';
import { changeRisk, createRisk, deleteRisk } from './api';
import { LEVELS, levelName, RISK_STATUSES, RISK_TONES, riskStatusName } from './levels';
import { useRiskWords } from './words';

interface Values {
  description: string;
  probability: string;
  impact: string;
  status: string;
  ownerId: string;
  reviewDate: Day | null;
  mitigationPlan: string;
}

/** A risk as a form: a new one, or one of the register. */
export function RiskDialog({ projectId, risk, onClose }: { projectId: string; risk: Risk | null; onClose: () => void }) {
  const { people } = usePeople();
  const words = useRiskWords();
  const worded = risk ? words(risk) : '';
  const form = useForm<Values>({
    initial: {
      description: worded,
      probability: risk?.probability ?? '',
      impact: risk?.impact ?? '',
      status: risk?.status ?? 'open',
      ownerId: risk?.ownerId ?? '',
      reviewDate: dayOf(risk?.reviewDate),
      mitigationPlan: risk?.mitigationPlan ?? '',
    },
    check: (values) => (values.description.trim() ? {} : { description: t`Say what might happen.` }),
    onSubmit: async (values) => {
      const fields = {
        // As it was worded for this reader it is no change: everybody goes on reading it in their own language.
        description: risk && values.description === worded ? risk.description : values.description.trim(),
        probability: (values.probability || null) as RiskLevel | null,
        impact: (values.impact || null) as RiskLevel | null,
        status: values.status as RiskStatus,
        ownerId: values.ownerId || null,
        reviewDate: toInstant(values.reviewDate),
        mitigationPlan: values.mitigationPlan.trim() || null,
      };
      await (risk ? changeRisk(risk, fields) : createRisk(projectId, fields));
      onClose();
    },
  });
  const title = risk ? t`Risk` : t`New risk`;
  const levels = LEVELS.toReversed().map((level) => ({ value: level, label: levelName(level) }));
  return (
    <FormDialog
      form={form}
      title={title}
      save={risk ? <Trans>Save</Trans> : <Trans>Add risk</Trans>}
      onClose={onClose}
      more={
        risk && can(risk, 'delete') ? (
          <Button
            look="quiet"
            onClick={() => {
              void deleteRisk(risk);
              onClose();
            }}
          >
            <Trans>Delete risk</Trans>
          </Button>
        ) : null
      }
    >
      <TextAreaField field={form.bind('description')} label={<Trans>What might happen</Trans>} rows={2} data-autofocus />
      <FormRow>
        <SelectField field={form.bind('probability')} label={t`Probability`} options={levels} optional placeholder={t`Not rated`} />
        <SelectField field={form.bind('impact')} label={t`Impact`} options={levels} optional placeholder={t`Not rated`} />
      </FormRow>
      <TextAreaField field={form.bind('mitigationPlan')} label={<Trans>What is done about it</Trans>} optional rows={2} />
      <FormRow>
        <SelectField
          field={form.bind('ownerId')}
          label={t`Owner`}
          optional
          placeholder={t`Nobody yet`}
          options={people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
        />
        <DateField field={form.bind('reviewDate')} label={t`Look at it again`} optional />
      </FormRow>
      <SelectField
        field={form.bind('status')}
        label={t`Status`}
        options={RISK_STATUSES.map((status) => ({ value: status, label: riskStatusName(status), icon: <Dot tone={RISK_TONES[status]} /> }))}
      />
    </FormDialog>
  );
}
