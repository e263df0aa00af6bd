import { t } from '@lingui/core/macro';
import type { CustomField, Milestone, Task } from '~/lib/models';
import type { Column } from '~/ui/DataTable';
import type { Option } from '~/ui/Picker';
import { Time } from '~/ui/Time';
import {
  AssigneeCell,
  DayCell,
  EstimateCell,
  FieldCell,
  LabelsCell,
  LoggedCell,
  MilestoneCell,
  PointsCell,
  PriorityCell,
  ProgressCell,
  StatusCell,
} from './cells';
import type { People } from './people';
import css from './TaskList.module.css';

/** What the list shows when nothing was chosen; narrow tables leave some out. */
const SHOWN = ['key', 'priority', 'assignee', 'due', 'created'];

const FIELD = 'field.';

interface Context {
  people: People;
  milestones: Milestone[];
  fields: CustomField[];
}

type Made = Omit<Column<Task>, 'header'> & { header: () => string };

function standard({ people, milestones }: Omit<Context, 'fields'>): Made[] {
  return [
    { id: 'key', header: () => t`Key`, width: 'sm', from: 900, cell: (task) => <span className={css.number}>{task.sourceId}</span> },
    { id: 'status', header: () => t`Status`, width: 'md', sort: 'status', cell: (task) => <StatusCell task={task} /> },
    { id: 'priority', header: () => t`Priority`, width: 'sm', sort: '-priority', from: 760, cell: (task) => <PriorityCell task={task} /> },
    { id: 'assignee', header: () => t`Assignee`, width: 'md', sort: 'assigneeId', from: 640, cell: (task) => <AssigneeCell task={task} people={people} /> },
    { id: 'start', header: () => t`Start`, width: 'sm', sort: 'startDate', cell: (task) => <DayCell task={task} field="startDate" /> },
    { id: 'due', header: () => t`Due`, width: 'sm', sort: 'dueDate', cell: (task) => <DayCell task={task} field="dueDate" /> },
    { id: 'milestone', header: () => t`Milestone`, width: 'md', cell: (task) => <MilestoneCell task={task} milestones={milestones} /> },
    { id: 'labels', header: () => t`Labels`, width: 'md', cell: (task) => <LabelsCell task={task} /> },
    { id: 'estimate', header: () => t`Estimate`, width: 'sm', end: true, sort: 'estimateMinutes', cell: (task) => <EstimateCell task={task} /> },
    { id: 'logged', header: () => t`Logged`, width: 'sm', end: true, cell: (task) => <LoggedCell task={task} /> },
    { id: 'progress', header: () => t`Progress`, width: 'md', sort: 'progress', cell: (task) => <ProgressCell task={task} /> },
    { id: 'points', header: () => t`Points`, width: 'sm', end: true, sort: 'storyPoints', cell: (task) => <PointsCell task={task} /> },
    { id: 'created', header: () => t`Created`, width: 'sm', sort: 'createdAt', from: 1000, cell: (task) => <Time at={task.createdAt} relative /> },
    { id: 'updated', header: () => t`Changed`, width: 'sm', sort: '-updatedAt', cell: (task) => <Time at={task.updatedAt} relative /> },
    { id: 'completed', header: () => t`Finished`, width: 'sm', sort: '-completedAt', cell: (task) => (task.completedAt ? <Time at={task.completedAt} relative /> : null) },
  ];
}

function own(field: CustomField, people: People): Column<Task> {
  return {
    id: FIELD + field.id,
    header: field.name,
    width: field.kind === 'number' || field.kind === 'date' ? 'sm' : 'md',
    end: field.kind === 'number',
    sort: FIELD + field.id,
    cell: (task) => <FieldCell task={task} field={field} people={people} />,
  };
}

/** The columns after the title, in the order chosen. */
export function listColumns(chosen: readonly string[] | undefined, context: Context): Column<Task>[] {
  const all = new Map([...standard(context).map((made) => ({ ...made, header: made.header() })), ...context.fields.map((field) => own(field, context.people))].map((column) => [column.id, column]));
  return (chosen ?? SHOWN).flatMap((id) => all.get(id) ?? []);
}

export function columnOptions(fields: CustomField[]): Option[] {
  const people: People = { list: [], byId: new Map(), me: '', stranger: '' };
  return [...standard({ people, milestones: [] }).map(({ id, header }) => ({ value: id, label: header() })), ...fields.map((field) => ({ value: FIELD + field.id, label: field.name }))];
}

/** The choice with one column put in or taken out, in the order of the list of columns. */
export function toggleColumn(chosen: readonly string[] | undefined, id: string, options: readonly Option[]): string[] {
  const now = new Set(chosen ?? SHOWN);
  if (!now.delete(id)) now.add(id);
  return options.map((option) => option.value).filter((value) => now.has(value));
}

export function isShown(chosen: readonly string[] | undefined): readonly string[] {
  return chosen ?? SHOWN;
}
