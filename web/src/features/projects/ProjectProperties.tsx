import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { type Day, dayOf, formatDay, toInstant } from '~/lib/dates';
import { formatDecimal, subtract } from '~/lib/decimal';
import type { Project, ProjectStatus } from '~/lib/models';
import { useCurrency } from '~/lib/money';
import { personName, usePeople, useStranger } from '~/lib/people';
import { can, useMay, useStaff } from '~/lib/policy';
import type { FieldErrors } from '~/lib/save';
import { Mark, Nobody, Person } from '~/ui/Avatar';
import { Properties } from '~/ui/Panel';
import { Dot, Progress } from '~/ui/Pill';
import type { Option } from '~/ui/Picker';
import { PropertyChoice, PropertyDay, PropertyFigure, PropertyNumber, PropertySwitch } from '~/ui/PropertyFields';
import { clientsQuery, teamsQuery, type ProjectChange } from './api';
import { PROJECT_TONES, projectStatusName, projectStatusOptions } from './marks';

interface Props {
  project: Project;
  errors: FieldErrors;
  onChange: (change: ProjectChange) => void;
}

export function ProjectProperties({ project, errors, onChange }: Props) {
  const { people, byId } = usePeople();
  const stranger = useStranger();
  const staff = useStaff();
  const editable = can(project, 'update');
  const shown = (day: Day | null) => <span>{day ? formatDay(day) : t`No date`}</span>;
  const [start, end] = [dayOf(project.startDate), dayOf(project.endDate)];
  return (
    <Properties>
      <PropertyChoice
        label={t`Status`}
        editable={editable}
        error={errors['status']}
        options={projectStatusOptions()}
        selected={[project.status]}
        onPick={(status) => onChange({ status: status as ProjectStatus })}
      >
        <Dot tone={PROJECT_TONES[project.status]} hollow={project.status === 'archived'} />
        <span>{projectStatusName(project.status)}</span>
      </PropertyChoice>
      <PropertyChoice
        label={t`Manager`}
        editable={editable}
        error={errors['managerId']}
        unset={!project.managerId}
        searchable
        options={[
          { value: '', label: t`Nobody`, icon: <Nobody /> },
          ...people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> })),
        ]}
        selected={[project.managerId ?? '']}
        onPick={(id) => onChange({ managerId: id === '' ? null : id })}
      >
        <Person user={project.managerId ? byId.get(project.managerId) : undefined} none={project.managerId ? stranger : t`Nobody`} />
      </PropertyChoice>
      <Teams project={project} editable={editable} error={errors['teamIds']} onChange={(teamIds) => onChange({ teamIds })} />
      <PropertyDay label={t`Start`} editable={editable} error={errors['startDate']} value={start} onChange={(day) => onChange({ startDate: toInstant(day) })}>
        {shown(start)}
      </PropertyDay>
      <PropertyDay label={t`End`} editable={editable} error={errors['endDate']} value={end} onChange={(day) => onChange({ endDate: toInstant(day) })}>
        {shown(end)}
      </PropertyDay>
      <PropertyFigure label={t`Progress`}>
        <Progress percent={project.progress} label={t`Progress of ${project.name}`} />
      </PropertyFigure>
      {editable ? (
        <PropertyNumber
          label={t`Progress by hand`}
          editable
          error={errors['progress']}
          value={project.progressByHand ? String(project.progress) : null}
          none={t`From its tasks`}
          onSave={(percent) => onChange(percent === null ? { progressByHand: false } : { progress: Math.round(Number(percent)) })}
        />
      ) : null}
      {editable || project.budget !== null ? <Money project={project} editable={editable} error={errors['budget']} onChange={(budget) => onChange({ budget })} /> : null}
      <ClientRow project={project} editable={editable} error={errors['clientId']} onChange={(clientId) => onChange({ clientId })} />
      {staff ? (
        <PropertySwitch
          label={t`Shared with client`}
          editable={editable}
          error={errors['clientVisible']}
          on={project.clientVisible}
          words={[t`Yes`, t`No`]}
          onChange={(clientVisible) => onChange({ clientVisible })}
        />
      ) : null}
    </Properties>
  );
}

/** What it may cost and has cost, for who may see figures; in the organization's currency. */
function Money({ project, editable, error, onChange }: { project: Project; editable: boolean; error: string | undefined; onChange: (budget: string | null) => void }) {
  const { budget, spentBudget } = project;
  const currency = useCurrency();
  return (
    <>
      <PropertyNumber label={currency ? t`Budget (${currency})` : t`Budget`} editable={editable} error={error} amount value={budget} none={t`No budget`} onSave={onChange} />
      {spentBudget !== null ? <Amount label={t`Spent`} value={spentBudget} /> : null}
      {budget !== null && spentBudget !== null ? <Amount label={t({ message: 'Left', context: 'money that is not spent' })} value={subtract(budget, spentBudget)} /> : null}
    </>
  );
}

function Amount({ label, value }: { label: string; value: string }) {
  return (
    <PropertyFigure label={label} amount below={value.startsWith('-')}>
      {formatDecimal(value, 2)}
    </PropertyFigure>
  );
}

/** Whoever is in one of the teams sees the project. */
function Teams({ project, editable, error, onChange }: { project: Project; editable: boolean; error: string | undefined; onChange: (ids: string[]) => void }) {
  const may = useStaff();
  const teams = useQuery({ ...teamsQuery(), enabled: may }).data ?? [];
  if (!may) return null;
  const chosen = project.teamIds;
  const names = teams.filter((team) => chosen.includes(team.id)).map((team) => team.name);
  return (
    <PropertyChoice
      label={t`Teams`}
      editable={editable}
      error={error}
      multiple
      unset={chosen.length === 0}
      options={teams.map((team) => ({ value: team.id, label: team.name }))}
      selected={chosen}
      onPick={(id) => onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])}
    >
      <span>{chosen.length === 0 ? t`No team` : names.join(', ') || '…'}</span>
    </PropertyChoice>
  );
}

/** The company the work is done for. */
function ClientRow({ project, editable, error, onChange }: { project: Project; editable: boolean; error: string | undefined; onChange: (id: string | null) => void }) {
  const may = useMay()('clients', 'read');
  const clients = useQuery({ ...clientsQuery(), enabled: may }).data ?? [];
  if (!may) return null;
  const client = clients.find((other) => other.id === project.clientId);
  const none: Option[] = [{ value: '', label: t`No client` }];
  return (
    <PropertyChoice
      label={t`Client`}
      editable={editable}
      error={error}
      unset={!project.clientId}
      searchable
      options={[...none, ...clients.map((other) => ({ value: other.id, label: other.name, icon: <Mark square id={other.id} name={other.name} /> }))]}
      selected={[project.clientId ?? '']}
      onPick={(id) => onChange(id === '' ? null : id)}
    >
      {client ? <Mark square id={client.id} name={client.name} /> : null}
      <span>{project.clientId ? (client?.name ?? '…') : t`No client`}</span>
    </PropertyChoice>
  );
}
