import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { addDays, type Day, today } from '~/lib/dates';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import type { Permissions } from '~/lib/rights';
import { Button } from '~/ui/Button';
import { CopyText } from '~/ui/CopyText';
import { DateField } from '~/ui/DateField';
import { Dialog } from '~/ui/Dialog';
import { FormFoot, FormRow, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { SelectField } from '~/ui/Picker';
import css from './account.module.css';
import { RightsTable } from './RightsTable';
import { createToken, ownRights } from './tokens';

interface Values {
  name: string;
  lasts: string;
  expiresAt: Day | null;
  permissions: Permissions;
}

const LONGEST_DAYS = 365;
/** The end of the day, where the reader is, but never beyond what the server allows. */
function endOf(day: Day): string {
  const end = new Date(`${day}T23:59:59`);
  const latest = Date.now() + LONGEST_DAYS * 86_400_000 - 60_000;
  return new Date(Math.min(end.getTime(), latest)).toISOString();
}

/** A new token: made, shown once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { permissions, organization } = useMe();
  const rights = ownRights(permissions);
  const [token, setToken] = useState<string | null>(null);
  const form = useForm<Values>({
    initial: { name: '', lasts: '90', expiresAt: null, permissions: Object.fromEntries(rights.map(([resource, mine]) => [resource, mine.filter((action) => action === 'read')])) },
    check: (values) => ({
      ...(values.name.trim() ? {} : { name: t`Name it by what uses it.` }),
      ...(values.lasts === 'day' && (!values.expiresAt || values.expiresAt < today()) ? { expiresAt: t`Pick a day to come.` } : {}),
      ...(Object.values(values.permissions).some((actions) => actions.length > 0) ? {} : { permissions: t`Tick at least one thing that it may do.` }),
    }),
    onSubmit: async ({ name, lasts, expiresAt, permissions: wanted }) => {
      const day = lasts === 'day' && expiresAt ? expiresAt : addDays(today(), Number(lasts));
      const given = Object.fromEntries(Object.entries(wanted).filter(([, actions]) => actions.length > 0));
      setToken(await createToken({ name: name.trim(), permissions: given, expiresAt: endOf(day) }));
    },
  });
  if (token) return <Made token={token} onClose={onClose} />;
  const name = organization.name;
  return (
    <FormDialog form={form} title={t`New token`} save={<Trans>Make the token</Trans>} onClose={onClose}>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} help={<Trans>What uses it: a script, a build, a spreadsheet.</Trans>} autoComplete="off" data-autofocus />
      <FormRow>
        <SelectField
          field={form.bind('lasts')}
          label={t`Good for`}
          options={[
            { value: '7', label: t`7 days` },
            { value: '30', label: t`30 days` },
            { value: '90', label: t`90 days` },
            { value: '365', label: t`A year` },
            { value: 'day', label: t`Until a day…` },
          ]}
        />
        {form.values.lasts === 'day' ? <DateField field={form.bind('expiresAt')} label={t`Until`} /> : null}
      </FormRow>
      <RightsTable rights={rights} value={form.values.permissions} onChange={(value) => form.set({ permissions: value })} error={form.bind('permissions').error} />
      <p className={css.quiet}>
        <Trans>It acts as you in {name}, and never does more than you may yourself.</Trans>
      </p>
    </FormDialog>
  );
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title={t`Your new token`} held>
      <div className={css.stack}>
        <p className={css.text}>
          <Trans>Copy it now: it is not shown again. Whoever has it can do what it may do, so keep it like a password.</Trans>
        </p>
        <CopyText
          text={token}
          label={<Trans>Token</Trans>}
          help={
            <Trans>
              Send it with each request: <code>Authorization: Bearer …</code>
            </Trans>
          }
          done={t`Token copied`}
        />
        <FormFoot>
          <Button look="primary" icon={IconCheck} onClick={onClose}>
            <Trans>I kept it</Trans>
          </Button>
        </FormFoot>
      </div>
    </Dialog>
  );
}
