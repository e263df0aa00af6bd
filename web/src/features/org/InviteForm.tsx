import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconAlertCircle, IconCircleCheck, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import type { RoleName } from '~/lib/models';
import { Button } from '~/ui/Button';
import { Form, TextAreaField } from '~/ui/Field';
import { SelectField } from '~/ui/Picker';
import { Card, SettingsSection } from '~/ui/Settings';
import { toast } from '~/ui/toast';
import { type Answer, inviteAll, readAddresses } from './invite';
import { ROLE_NAMES, roleText } from './roles';
import css from './org.module.css';

const MOST = 50;

/** Several people at once; what became of each address stands at its line, and those that were refused stay in the field. */
export function InviteForm() {
  const [answers, setAnswers] = useState<Answer[]>([]);
  const form = useForm<{ email: string; roleName: RoleName }>({
    initial: { email: '', roleName: 'Contributor' },
    draft: 'invite',
    check: (values) => {
      const count = readAddresses(values.email).length;
      if (count === 0) return { email: t`Enter an e-mail address.` };
      return count > MOST ? { email: t`Invite at most ${MOST} people at once.` } : {};
    },
    onSubmit: async ({ email, roleName }) => {
      const heard: Answer[] = [];
      setAnswers([]);
      await inviteAll(readAddresses(email), roleName, (answer) => {
        heard.push(answer);
        setAnswers([...heard]);
      });
      const refused = heard.filter((answer) => answer.refused !== null);
      const sent = heard.length - refused.length;
      const first = heard[0]?.email ?? '';
      if (heard.length === 1 && sent === 1) {
        toast(t`Invitation sent to ${first}`);
        setAnswers([]);
      } else if (sent > 0) toast(t`Invitations sent: ${sent}`);
      form.reset({ roleName, email: refused.map((answer) => answer.email).join('\n') });
    },
  });
  const count = readAddresses(form.values.email).length;
  return (
    <SettingsSection title={<Trans>Invite people</Trans>} text={<Trans>They get a link by mail and choose a password themselves.</Trans>}>
      <Card>
        <Form form={form} label={t`Invite people`} foot={null}>
          <TextAreaField
            field={form.bind('email')}
            label={<Trans>E-mail addresses</Trans>}
            placeholder={'name@company.com\nother@company.com'}
            autoComplete="off"
            dir="ltr"
            rows={2}
            help={<Trans>One or several, on lines or parted by commas.</Trans>}
            onKeyDown={(event) => {
              // One address and Enter is the common case; with Shift a line is added.
              if (event.key !== 'Enter' || event.shiftKey || (count > 1 && !event.ctrlKey && !event.metaKey)) return;
              event.preventDefault();
              void form.submit();
            }}
          />
          <div className={css.inviteLine}>
            <SelectField
              field={form.bind('roleName') as Parameters<typeof SelectField>[0]['field']}
              label={t`Role`}
              options={ROLE_NAMES.map((role) => ({ value: role, label: role, hint: roleText(role) }))}
            />
            <Button look="primary" type="submit" busy={form.busy} icon={IconUserPlus}>
              {count > 1 ? <Plural value={count} one="Invite # person" other="Invite # people" /> : <Trans>Invite</Trans>}
            </Button>
          </div>
          {answers.length > 0 ? (
            <ul className={css.answers} aria-label={t`What became of each`} aria-live="polite">
              {answers.map(({ email, refused }) => (
                <li key={email}>
                  {refused === null ? <IconCircleCheck size={16} className={css.good} /> : <IconAlertCircle size={16} className={css.bad} />}
                  <bdi>{email}</bdi>
                  <span className={refused === null ? css.note : css.bad}>{refused ?? <Trans>invited</Trans>}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </Form>
      </Card>
    </SettingsSection>
  );
}
