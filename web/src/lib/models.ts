/** The records of the API under the names that the app uses. */
import type { components } from '~/api/schema';

type Schemas = components['schemas'];

export type Task = Schemas['Task'];
export type TaskStatus = Task['status'];
export type TaskPriority = NonNullable<Task['priority']>;
export type Project = Schemas['Project'];
export type ProjectStatus = Project['status'];
export type ChecklistItem = Schemas['TaskChecklist'];
export type TaskDependency = Schemas['TaskDependency'];
export type TaskComment = Schemas['TaskComment'];
export type TaskAttachment = Schemas['TaskAttachment'];
export type TaskWatcher = Schemas['TaskWatcher'];
export type TaskRecurrence = Schemas['TaskRecurrence'];
/** The client reads a pair as a list. */
export type TaskHistoryEntry = Omit<Schemas['TaskHistoryEntry'], 'changes'> & { changes: Record<string, unknown[]> };
export type TaskDependents = Schemas['TaskDependents'];
export type Milestone = Schemas['Milestone'];
export type MilestoneStatus = Milestone['status'];
export type ProjectMember = Schemas['ProjectMember'];
export type Me = Schemas['Me'];
export type Organization = Schemas['Organization'];
export type User = Schemas['User'];
export type Member = Schemas['OrganizationMember'];
export type Role = Schemas['Role'];
export type RoleName = Role['name'];
export type Invitation = Schemas['Invitation'];
export type Session = Schemas['Session'];
export type Passkey = Schemas['Passkey'];
export type ApiToken = Schemas['ApiToken'];
export type KycData = Schemas['KycData'];
export type KycDocument = Schemas['KycDocument'];
export type SignInPolicy = Schemas['SignInPolicy'];
export type IdentityProvider = Schemas['IdentityProvider'];
export type IdentityLink = Schemas['IdentityLink'];
export type RoleBounds = Schemas['RoleBounds'];
export type MfaSetting = Schemas['MfaSetting'];
export type LogEntry = Schemas['ActivityLog'];
export type OutboxMail = Schemas['OutboxMail'];
export type Import = Schemas['ProjectImport'];
export type BoardStatus = Schemas['BoardStatus'];
export type CustomField = Schemas['CustomField'];
export type SavedView = Schemas['SavedView'];
export type Risk = Schemas['RiskRegister'];
export type RiskLevel = NonNullable<Risk['probability']>;
export type RiskStatus = Risk['status'];
export type Insight = Schemas['AiInsight'];
export type ProjectTemplate = Schemas['ProjectTemplate'];
export type CalendarFeed = Schemas['CalendarFeed'];
export type TimeEntry = Schemas['TimeEntry'];
export type Rate = Schemas['Rate'];
export type Expense = Schemas['Expense'];
export type ProjectMoney = Schemas['ProjectMoney'];
export type Burn = Schemas['Burn'];
export type BurnDay = Burn['days'][number];

export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}
