import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconUserPlus, IconUsers, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Project, ProjectMember } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { Picker } from '~/ui/Picker';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { toastProblem } from '~/ui/toast';
import { addProjectMember, projectMembersQuery, removeProjectMember } from './api';
import css from './projects.module.css';

/** Who works on the project. */
export function ProjectPeople({ project }: { project: Project }) {
  const query = useQuery(projectMembersQuery(project.id));
  const { people, byId } = usePeople();
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const members = query.data ?? [];
  const taken = new Set(members.map((member) => member.userId));
  const others = people.filter((person) => !taken.has(person.id));
  const add = can(project, 'assign') ? (
    <Picker
      searchable
      label={t`Add a person`}
      options={others.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
      selected={[]}
      onPick={(userId) => {
        addProjectMember(project.id, userId).catch((error: unknown) => toastProblem(t`The person was not added.`, error));
      }}
      trigger={(toggle) => (
        <Button icon={IconUserPlus} onClick={toggle}>
          <Trans>Add a person</Trans>
        </Button>
      )}
    />
  ) : null;
  return (
    <div className={css.pad}>
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
              <MemberRow key={member.id} member={member} name={personName(byId.get(member.userId))} email={byId.get(member.userId)?.email} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function MemberRow({ member, name, email }: { member: ProjectMember; name: string; email: string | undefined }) {
  const roles: Record<NonNullable<ProjectMember['role']>, string> = { manager: t`Manager`, member: t`Member`, viewer: t`Viewer` };
  return (
    <li className={css.row}>
      <Mark id={member.userId} name={name} size="lg" />
      <div className={css.grow}>
        <div>{name}</div>
        <div className={css.quiet}>{email}</div>
      </div>
      <span className={css.quiet}>{roles[member.role ?? 'member']}</span>
      {can(member, 'assign') ? (
        <IconButton
          size="sm"
          icon={IconX}
          label={t`Remove ${name}`}
          onClick={() => {
            removeProjectMember(member.projectId, member.id).catch((error: unknown) => toastProblem(t`${name} was not removed.`, error));
          }}
        />
      ) : null}
    </li>
  );
}
