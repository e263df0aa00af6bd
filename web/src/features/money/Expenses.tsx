import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPencil, IconPlus, IconReceipt, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Day, formatDay, today } from '~/lib/dates';
import { formatDecimal, parseDecimal } from '~/lib/decimal';
import { useForm } from '~/lib/form';
import type { Expense, Project } from '~/lib/models';
import { can } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { ExportMenu } from '~/ui/ExportMenu';
import { FormDialog } from '~/ui/FormDialog';
import { cx } from '~/ui/cx';
import { DateField } from '~/ui/DateField';
import { Checkbox, FormRow, TextField } from '~/ui/Field';
import { Pill } from '~/ui/Pill';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { toast, toastProblem } from '~/ui/toast';
import { expensesQuery, removeExpense, saveExpense, taskTitlesQuery } from './api';
import type { OpenTask } from './Entries';
import { TaskField } from './TaskField';
import css from './money.module.css';

/** What the project spent besides time. */
export function Expenses({ project, taskLink }: { project: Project; taskLink: OpenTask }) {
  const query = useQuery(expensesQuery(project.id));
  const [editing, setEditing] = useState<Expense | 'new' | null>(null);
  const expenses = query.data ?? [];
  const ids = [...new Set(expenses.flatMap((expense) => expense.taskId ?? []))].toSorted().slice(0, 200);
  const titles = useQuery(taskTitlesQuery(project.id, ids)).data;
  const add = (
    <Button icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>Add expense</Trans>
    </Button>
  );
  const remove = (expense: Expense) => {
    const { description, amount, spentOn, category, billable, taskId } = expense;
    const back = () => void saveExpense(project.id, { description, amount, spentOn, category, billable, taskId }, null).catch((error: unknown) => toastProblem(t`It could not be brought back.`, error));
    removeExpense(expense).then(
      () => toast(t`“${description}” removed`, back),
      (error: unknown) => toastProblem(t`“${description}” was not removed.`, error),
    );
  };
  return (
    <section aria-label={t`Expenses`}>
      <div className={css.head}>
        <h2>
          <Trans>Expenses</Trans>
        </h2>
        {expenses.length > 0 ? (
          <div className={css.end}>
            <ExportMenu path="/api/project/expenses" query={{ projectId: [project.id] }} />
            {add}
          </div>
        ) : null}
      </div>
      <div className={css.box}>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <div className={css.chart}>
            <Bone w="60%" />
          </div>
        ) : expenses.length === 0 ? (
          <EmptyState icon={IconReceipt} title={<Trans>No expenses yet</Trans>} actions={add}>
            <Trans>Travel, licences, printing: what counts against the budget besides time.</Trans>
          </EmptyState>
        ) : (
          <table className={css.table} aria-label={t`Expenses`}>
            <thead>
              <tr>
                <th scope="col"><Trans>Day</Trans></th>
                <th scope="col"><Trans>For</Trans></th>
                <th scope="col" className={css.onlyWide}><Trans>Category</Trans></th>
                <th scope="col" className={css.num}><Trans>Amount</Trans></th>
                <th scope="col" aria-label={t`Actions`} />
              </tr>
            </thead>
            <tbody>
              {expenses.map((expense) => (
                <tr key={expense.id}>
                  <td>{formatDay(expense.spentOn)}</td>
                  <td className={css.wide}>
                    <div className={css.cut}>
                      {expense.description} {expense.billable ? <Pill><Trans>billable</Trans></Pill> : null}
                    </div>
                    {expense.taskId ? <div className={cx(css.cut, css.sub)}>{taskLink(expense.taskId, { className: css.sub, children: titles?.get(expense.taskId) ?? '…' })}</div> : null}
                  </td>
                  <td className={cx(css.onlyWide, css.sub)}>{expense.category}</td>
                  <td className={css.num}>{formatDecimal(expense.amount, 2)}</td>
                  <td>
                    {can(expense, 'update') ? (
                      <span className={css.tools}>
                        <IconButton size="sm" icon={IconPencil} label={t`Change “${expense.description}”`} onClick={() => setEditing(expense)} />
                        <IconButton size="sm" icon={IconTrash} label={t`Remove “${expense.description}”`} onClick={() => remove(expense)} />
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {editing ? <ExpenseDialog project={project} expense={editing === 'new' ? null : editing} title={editing !== 'new' && editing.taskId ? titles?.get(editing.taskId) : undefined} onClose={() => setEditing(null)} /> : null}
    </section>
  );
}

function ExpenseDialog({ project, expense, title, onClose }: { project: Project; expense: Expense | null; title: string | undefined; onClose: () => void }) {
  const form = useForm({
    initial: {
      description: expense?.description ?? '',
      amount: expense ? formatDecimal(expense.amount, 2) : '',
      spentOn: (expense?.spentOn ?? today()) as Day | null,
      category: expense?.category ?? '',
      taskId: expense?.taskId ?? '',
      billable: expense?.billable ?? false,
    },
    check: (values) => ({
      ...(values.description.trim() ? {} : { description: t`Say what it was for.` }),
      ...(parseDecimal(values.amount) ? {} : { amount: t`Give an amount.` }),
      ...(values.spentOn ? {} : { spentOn: t`Choose a day.` }),
    }),
    onSubmit: async ({ description, amount, spentOn, category, billable, taskId }) => {
      const body = { description: description.trim(), amount: parseDecimal(amount) ?? '', spentOn: spentOn ?? today(), category: category.trim() || null, billable, taskId: taskId || null };
      await saveExpense(project.id, body, expense);
      onClose();
    },
  });
  const heading = expense ? t`Change expense` : t`New expense`;
  return (
    <FormDialog form={form} title={heading} save={expense ? <Trans>Save</Trans> : <Trans>Add expense</Trans>} onClose={onClose} small>
      <TextField field={form.bind('description')} label={<Trans>For</Trans>} data-autofocus autoComplete="off" maxLength={500} />
      <FormRow>
        <TextField field={form.bind('amount')} label={<Trans>Amount</Trans>} inputMode="decimal" autoComplete="off" />
        <DateField field={form.bind('spentOn')} label={t`Day`} />
      </FormRow>
      {expense?.taskId && !title ? null : <TaskField projectId={project.id} field={form.bind('taskId')} known={expense?.taskId && title ? { id: expense.taskId, title } : undefined} />}
      <TextField field={form.bind('category')} label={<Trans>Category</Trans>} optional autoComplete="off" maxLength={200} />
      <Checkbox label={<Trans>Billable to the client</Trans>} checked={form.values.billable} onChange={(billable) => form.set({ billable })} />
    </FormDialog>
  );
}
