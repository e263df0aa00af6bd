import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCoins, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Day, formatDay, today } from '~/lib/dates';
import { formatDecimal, parseDecimal } from '~/lib/decimal';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import type { Project, Rate } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { ExportMenu } from '~/ui/ExportMenu';
import { FormDialog } from '~/ui/FormDialog';
import { cx } from '~/ui/cx';
import { DateField } from '~/ui/DateField';
import { FormRow, TextField } from '~/ui/Field';
import { type Option, SelectField } from '~/ui/Picker';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { toast, toastProblem } from '~/ui/toast';
import { ratesQuery, removeRate, saveRate } from './api';
import css from './money.module.css';

type Role = NonNullable<Rate['role']>;

function roleName(role: Role): string {
  const names: Record<Role, string> = { manager: t`Managers`, member: t`Members`, viewer: t`Viewers` };
  return names[role];
}

/** What an hour costs: in this project, and for Organizers also in all projects. */
export function Rates({ project }: { project: Project }) {
  const { role } = useMe();
  const general = role === 'Organizer';
  const query = useQuery(ratesQuery(project.id, general));
  const { byId } = usePeople();
  const [editing, setEditing] = useState<Rate | 'new' | null>(null);
  const rates = query.data ?? [];
  const nameOf = (rate: Rate) => (rate.userId ? personName(byId.get(rate.userId)) : rate.role ? roleName(rate.role) : t`Everybody`);
  const add = (
    <Button icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>Add rate</Trans>
    </Button>
  );
  const remove = (rate: Rate) => {
    const name = nameOf(rate);
    const { hourly, effectiveFrom, projectId, userId, role: of } = rate;
    const back = () => void saveRate({ hourly, effectiveFrom, projectId, userId, role: of }, null).catch((error: unknown) => toastProblem(t`It could not be brought back.`, error));
    removeRate(rate).then(
      () => toast(t`Rate of ${name} removed`, back),
      (error: unknown) => toastProblem(t`The rate was not removed.`, error),
    );
  };
  return (
    <section aria-label={t`Rates`}>
      <div className={css.head}>
        <h2>
          <Trans>Rates</Trans>
        </h2>
        {rates.length > 0 ? (
          <div className={css.end}>
            <ExportMenu path="/api/project/rates" query={{ projectId: general ? [project.id, 'null'] : [project.id] }} />
            {add}
          </div>
        ) : null}
      </div>
      {rates.length > 0 ? (
        <p className={css.hint}>
          <Trans>The narrowest rate counts: a person’s before a role’s, one of this project before one of all projects.</Trans>
        </p>
      ) : null}
      <div className={css.box}>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <div className={css.chart}>
            <Bone w="60%" />
          </div>
        ) : rates.length === 0 ? (
          <EmptyState icon={IconCoins} title={<Trans>No rates yet</Trans>} actions={add}>
            <Trans>With a rate per hour, logged time becomes cost and counts against the budget. Time logged before is priced too.</Trans>
          </EmptyState>
        ) : (
          <table className={css.table} aria-label={t`Rates`}>
            <thead>
              <tr>
                <th scope="col"><Trans>Of</Trans></th>
                <th scope="col" className={css.onlyWide}><Trans>In</Trans></th>
                <th scope="col"><Trans context="since a day">From</Trans></th>
                <th scope="col" className={css.num}><Trans>Per hour</Trans></th>
                <th scope="col" aria-label={t`Actions`} />
              </tr>
            </thead>
            <tbody>
              {rates.map((rate) => {
                const name = nameOf(rate);
                return (
                  <tr key={rate.id}>
                    <td className={css.wide}>
                      <span className={css.person}>
                        {rate.userId ? <Mark id={rate.userId} name={name} /> : null}
                        <span className={css.cut}>{name}</span>
                      </span>
                    </td>
                    <td className={cx(css.onlyWide, css.sub)}>{rate.projectId ? <Trans>this project</Trans> : <Trans>all projects</Trans>}</td>
                    <td>{formatDay(rate.effectiveFrom)}</td>
                    <td className={css.num}>{formatDecimal(rate.hourly, 2)}</td>
                    <td>
                      {can(rate, 'update') ? (
                        <span className={css.tools}>
                          <IconButton size="sm" icon={IconPencil} label={t`Change the rate of ${name}`} onClick={() => setEditing(rate)} />
                          <IconButton size="sm" icon={IconTrash} label={t`Remove the rate of ${name}`} onClick={() => remove(rate)} />
                        </span>
                      ) : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
      {editing ? <RateDialog project={project} rate={editing === 'new' ? null : editing} name={editing === 'new' ? '' : nameOf(editing)} general={general} onClose={() => setEditing(null)} /> : null}
    </section>
  );
}

function RateDialog({ project, rate, name, general, onClose }: { project: Project; rate: Rate | null; name: string; general: boolean; onClose: () => void }) {
  const { people } = usePeople();
  const whose: Option[] = [
    { value: '', label: t`Everybody` },
    ...(['manager', 'member', 'viewer'] as const).map((role) => ({ value: role, label: roleName(role), hint: t`role` })),
    ...people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> })),
  ];
  const form = useForm({
    initial: { hourly: rate ? formatDecimal(rate.hourly, 2) : '', effectiveFrom: (rate?.effectiveFrom ?? today()) as Day | null, userId: '', projectId: project.id },
    check: (values) => ({
      ...(parseDecimal(values.hourly) ? {} : { hourly: t`Give an amount per hour.` }),
      ...(values.effectiveFrom ? {} : { effectiveFrom: t`Choose a day.` }),
    }),
    onSubmit: async ({ hourly, effectiveFrom, userId, projectId }) => {
      const role = (['manager', 'member', 'viewer'] as const).find((one) => one === userId) ?? null;
      const body = { hourly: parseDecimal(hourly) ?? '', effectiveFrom: effectiveFrom ?? today(), projectId: projectId || null, userId: role ? null : userId || null, role };
      await saveRate(body, rate);
      onClose();
    },
  });
  const heading = rate ? t`Change the rate of ${name}` : t`New rate`;
  return (
    <FormDialog form={form} title={heading} save={rate ? <Trans>Save</Trans> : <Trans>Add rate</Trans>} onClose={onClose} small>
      <FormRow>
        <TextField field={form.bind('hourly')} label={<Trans>Per hour</Trans>} inputMode="decimal" data-autofocus autoComplete="off" />
        <DateField field={form.bind('effectiveFrom')} label={t({ message: 'From', context: 'since a day' })} />
      </FormRow>
      {rate ? null : <SelectField field={form.bind('userId')} label={t`Of`} options={whose} />}
      {rate || !general ? null : (
        <SelectField
          field={form.bind('projectId')}
          label={t`In`}
          options={[
            { value: project.id, label: t`This project` },
            { value: '', label: t`All projects` },
          ]}
        />
      )}
    </FormDialog>
  );
}
