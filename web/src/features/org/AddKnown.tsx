import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useForm } from '~/lib/form';
import type { Me, Member, Role } from '~/lib/models';
import { personName } from '~/lib/people';
import { problemText } from '~/lib/problem';
import { FormProblem } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { SelectField } from '~/ui/Picker';
import { toast } from '~/ui/toast';
import css from './org.module.css';
import { addMember, peopleOfQuery } from './memberDetails';
import { roleText } from './roles';

export function AddKnown({ others, members, roles, onClose }: { others: Me['organizations']; members: Member[]; roles: Role[]; onClose: () => void }) {
  const form = useForm({
    initial: { organizationId: others[0]?.id ?? '', userId: '', roleId: roles.find((role) => role.name === 'Contributor')?.id ?? '' },
    check: (values) => ({ ...(values.userId ? {} : { userId: t`Choose a person.` }), ...(values.roleId ? {} : { roleId: t`Choose a role.` }) }),
    onSubmit: async ({ userId, roleId }) => {
      await addMember(userId, roleId);
      onClose();
      const name = personName(people.data?.find((person) => person.id === userId));
      toast(t`${name} is a member now`);
    },
  });
  const people = useQuery(peopleOfQuery(form.values.organizationId));
  const here = new Set(members.map((member) => member.userId));
  const free = (people.data ?? []).filter((person) => !here.has(person.id));
  return (
    <FormDialog form={form} title={t`Add somebody you work with elsewhere`} save={<Trans>Add</Trans>} onClose={onClose} small>
      <p className={css.note}>
        <Trans>People of another organization that you run can join at once, with the account that they have.</Trans>
      </p>
      {others.length > 1 ? (
        <SelectField
          field={{
            ...form.bind('organizationId'),
            onChange: (organizationId) => form.set({ organizationId, userId: '' }),
          }}
          label={t`Organization`}
          options={others.map((other) => ({ value: other.id, label: other.name }))}
        />
      ) : null}
      <SelectField
        field={form.bind('userId')}
        label={t`Person`}
        options={free.map((person) => ({ value: person.id, label: personName(person), hint: person.email }))}
        help={people.data && free.length === 0 ? <Trans>All of its people are members here already.</Trans> : undefined}
      />
      <SelectField field={form.bind('roleId')} label={t`Role`} options={roles.map((role) => ({ value: role.id, label: role.name, hint: roleText(role.name) }))} />
      <FormProblem text={people.error ? problemText(people.error) : null} />
    </FormDialog>
  );
}
