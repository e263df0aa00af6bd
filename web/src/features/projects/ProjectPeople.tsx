import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconSelector, IconUserPlus, IconUsers, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { compareText } from '~/lib/format';
import { useForm } from '~/lib/form';
import type { Project, ProjectMember, User } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { FormDialog } from '~/ui/FormDialog';
import { cx } from '~/ui/cx';
import { type Option, Picker, SelectField } from '~/ui/Picker';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { projectMembersQuery } from './api';
import { addProjectMember, changeProjectMember, type ProjectRole, removeProjectMember } from './members';
import css from './projects.module.css';

const ROLES: ProjectRole[] = ['manager', 'member', 'viewer'];

function roleName(role: ProjectRole): string {
  const names: Record<ProjectRole, string> = { manager: t`Manager`, member: t`Member`, viewer: t`Viewer` };
  return names[role];
}

function roleOptions(): Option[] {
  const hints: Record<ProjectRole, string> = { manager: t`leads the project`, member: t`works on it`, viewer: t`looks on` };
  return ROLES.map((role) => ({ value: role, label: roleName(role), hint: hints[role] }));
}

/** Who works on the project. */
export function ProjectPeople({ project }: { project: Project }) {
  const query = useQuery(projectMembersQuery(project.id));
  const { people, byId } = usePeople();
  const [adding, setAdding] = useState(false);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const nameOf = (member: ProjectMember) => personName(byId.get(member.userId));
  const rank = (member: ProjectMember) => ROLES.indexOf(member.role ?? 'member');
  const members = (query.data ?? []).toSorted((a, b) => rank(a) - rank(b) || compareText(nameOf(a), nameOf(b)));
  const taken = new Set(members.map((member) => member.userId));
  const add = can(project, 'assign') ? (
    <Button icon={IconUserPlus} onClick={() => setAdding(true)}>
      <Trans>Add a person</Trans>
    </Button>
  ) : null;
  return (
    <div className={css.pad}>
      <AddPerson projectId={project.id} people={people.filter((person) => !taken.has(person.id))} open={adding} onClose={() => setAdding(false)} />
      {query.isPending ? (
        <Bone w="40%" />
      ) : members.length === 0 ? (
        <EmptyState icon={IconUsers} title={<Trans>Nobody is on this project yet</Trans>} actions={add}>
          <Trans>People you add here see the project and its tasks.</Trans>
        </EmptyState>
      ) : (
        <div className={css.column}>
          {add ? <div className={css.head}>{add}</div> : null}
          <ul className={css.rows}>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} name={nameOf(member)} email={byId.get(member.userId)?.email} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function MemberRow({ member, name, email }: { member: ProjectMember; name: string; email: string | undefined }) {
  const role = member.role ?? 'member';
  const shown = roleName(role);
  return (
    <li className={css.row}>
      <Mark id={member.userId} name={name} size="lg" />
      <div className={css.grow}>
        <div className={css.cut}>{name}</div>
        <div className={cx(css.quiet, css.cut)}>{email}</div>
      </div>
      {can(member, 'assign') ? (
        <>
          <Picker
            label={t`Role of ${name}`}
            options={roleOptions()}
            selected={[role]}
            onPick={(picked) => void changeProjectMember(member, picked as ProjectRole, name)}
            trigger={(toggle) => (
              <Button look="quiet" size="sm" onClick={toggle} aria-label={t`Role of ${name}: ${shown}`}>
                {shown}
                <IconSelector size={14} />
              </Button>
            )}
          />
          <IconButton size="sm" icon={IconX} label={t`Remove ${name}`} onClick={() => void removeProjectMember(member, name)} />
        </>
      ) : (
        <span className={css.quiet}>{shown}</span>
      )}
    </li>
  );
}

function AddPerson({ projectId, people, open, onClose }: { projectId: string; people: User[]; open: boolean; onClose: () => void }) {
  const empty = { userId: '', role: 'member' };
  const form = useForm({
    initial: empty,
    check: (values) => (values.userId ? {} : { userId: t`Choose a person.` }),
    onSubmit: async ({ userId, role }) => {
      await addProjectMember(projectId, userId, role as ProjectRole);
      form.reset(empty);
      onClose();
    },
  });
  return (
    <FormDialog open={open} form={form} title={t`Add a person`} save={<Trans>Add</Trans>} onClose={onClose} small>
      <SelectField
        field={form.bind('userId')}
        label={t`Person`}
        placeholder={t`Choose a person`}
        options={people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
      />
      <SelectField field={form.bind('role')} label={t`Role`} options={roleOptions()} />
    </FormDialog>
  );
}
