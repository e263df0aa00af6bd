import { queryOptions } from '@tanstack/react-query';
import type { paths } from '~/api/schema';
import { api, ifMatch, ok } from '~/lib/client';
import type { Expense, Rate } from '~/lib/models';
import { fetchAll, key, queryClient } from '~/lib/query';
import { timeChanged } from '~/lib/time';

export type Measure = NonNullable<NonNullable<paths['/api/project/projects/{id}/burn']['get']['parameters']['query']>['measure']>;

export function moneyQuery(projectId: string) {
  return queryOptions({
    queryKey: key('money', projectId),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/money', { params: { path: { id: projectId } } })),
  });
}

export function burnQuery(projectId: string, measure: Measure) {
  return queryOptions({
    queryKey: key('burn', projectId, measure),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/burn', { params: { path: { id: projectId }, query: { measure } } })),
    placeholderData: (before) => before,
  });
}

export function expensesQuery(projectId: string) {
  return queryOptions({
    queryKey: key('expenses', projectId),
    queryFn: () =>
      fetchAll((cursor) => ok(api.GET('/api/project/expenses', { params: { query: { projectId: [projectId], limit: 200, ...(cursor ? { cursor } : {}) } } }))),
  });
}

/** The rates of the project and, for Organizers, those that hold in all projects. */
export function ratesQuery(projectId: string, general: boolean) {
  return queryOptions({
    queryKey: key('rates', projectId, general),
    queryFn: () =>
      fetchAll((cursor) =>
        ok(api.GET('/api/project/rates', { params: { query: { projectId: general ? [projectId, 'null'] : [projectId], limit: 200, ...(cursor ? { cursor } : {}) } } })),
      ),
  });
}

export async function searchTasks(projectId: string, q: string): Promise<{ id: string; title: string }[]> {
  const page = await ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], ...(q ? { q } : {}), sort: '-updatedAt', limit: 30 } } }));
  return page.items;
}

export function taskTitlesQuery(projectId: string, ids: string[]) {
  return queryOptions({
    queryKey: key('task-titles', projectId, ids),
    queryFn: async () => {
      const page = await ok(api.GET('/api/project/tasks', { params: { query: { projectId: [projectId], id: ids, limit: 200 } } }));
      return new Map(page.items.map((task) => [task.id, task.title]));
    },
    enabled: ids.length > 0,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

async function changed(kind: 'expenses' | 'rates'): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: key(kind) }), timeChanged()]);
}

export interface ExpenseBody {
  description: string;
  amount: string;
  spentOn: string;
  category: string | null;
  billable: boolean;
  taskId: string | null;
}

export async function saveExpense(projectId: string, body: ExpenseBody, old: Expense | null): Promise<void> {
  if (old) await ok(api.PATCH('/api/project/expenses/{id}', { params: { path: { id: old.id }, header: ifMatch(old) }, body }));
  else await ok(api.POST('/api/project/expenses', { body: { projectId, ...body } }));
  await changed('expenses');
}

export async function removeExpense(expense: Expense): Promise<void> {
  await ok(api.DELETE('/api/project/expenses/{id}', { params: { path: { id: expense.id } } }));
  await changed('expenses');
}

export interface RateBody {
  hourly: string;
  effectiveFrom: string;
  projectId: string | null;
  userId: string | null;
  role: Rate['role'];
}

export async function saveRate(body: RateBody, old: Rate | null): Promise<void> {
  const { hourly, effectiveFrom } = body;
  if (old) await ok(api.PATCH('/api/project/rates/{id}', { params: { path: { id: old.id }, header: ifMatch(old) }, body: { hourly, effectiveFrom } }));
  else await ok(api.POST('/api/project/rates', { body }));
  await changed('rates');
}

export async function removeRate(rate: Rate): Promise<void> {
  await ok(api.DELETE('/api/project/rates/{id}', { params: { path: { id: rate.id } } }));
  await changed('rates');
}
