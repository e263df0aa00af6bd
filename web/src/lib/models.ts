/** The records of the API under the names that the app uses. */
import type { components } from '~/api/schema';

type Schemas = components['schemas'];

export type Task = Schemas['Task'];
export type TaskStatus = Task['status'];
export type TaskPriority = NonNullable<Task['priority']>;
export type Project = Schemas['Project'];
export type ProjectStatus = Project['status'];
export type ChecklistItem = Schemas['TaskChecklist'];
export type Milestone = Schemas['Milestone'];
export type MilestoneStatus = Milestone['status'];
export type ProjectMember = Schemas['ProjectMember'];
export type Me = Schemas['Me'];
export type User = Schemas['User'];
export type Member = Schemas['OrganizationMember'];
export type Role = Schemas['Role'];
export type RoleName = Role['name'];
export type Invitation = Schemas['Invitation'];
export type Import = Schemas['ProjectImport'];

export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}
