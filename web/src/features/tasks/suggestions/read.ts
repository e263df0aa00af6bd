import { count, isObject } from '~/lib/evidence';

/** `Task.aiSuggestions`, read with care: it is free JSON that older versions and imports may have written otherwise. */

export interface Suggestions {
  assignee: { userId: string; confidence: number; alike: number; openTasks: number } | null;
  estimate: { minutes: number; low: number; high: number; confidence: number; tasks: number } | null;
  subtasks: { title: string; confidence: number }[];
  delay: { days50: number; days80: number; confidence: number; samples: number } | null;
  /** How many finished tasks were compared. */
  looked: number;
  computedAt: string | null;
}

export function readSuggestions(raw: unknown): Suggestions | null {
  if (!isObject(raw) || typeof raw['computedAt'] !== 'string') return null;
  return {
    assignee: readAssignee(raw['assignee']),
    estimate: readEstimate(raw['estimate']),
    subtasks: Array.isArray(raw['subtasks'])
      ? raw['subtasks'].flatMap((one: unknown) => (isObject(one) && typeof one['title'] === 'string' ? [{ title: one['title'], confidence: count(one, 'confidence') }] : []))
      : [],
    delay: readDelay(raw['delay']),
    looked: count(raw, 'looked'),
    computedAt: raw['computedAt'],
  };
}

function readAssignee(raw: unknown): Suggestions['assignee'] {
  if (!isObject(raw) || typeof raw['userId'] !== 'string') return null;
  const reasons = Array.isArray(raw['reasons']) ? raw['reasons'].filter(isObject) : [];
  const of = (kind: string) => count(reasons.find((reason) => reason['kind'] === kind) ?? {}, 'count');
  return { userId: raw['userId'], confidence: count(raw, 'confidence'), alike: of('similar'), openTasks: of('load') };
}

function readEstimate(raw: unknown): Suggestions['estimate'] {
  if (!isObject(raw) || count(raw, 'minutes') <= 0) return null;
  const tasks = Array.isArray(raw['from']) ? raw['from'].length : 0;
  return { minutes: count(raw, 'minutes'), low: count(raw, 'low'), high: count(raw, 'high'), confidence: count(raw, 'confidence'), tasks };
}

function readDelay(raw: unknown): Suggestions['delay'] {
  if (!isObject(raw)) return null;
  return { days50: count(raw, 'days50'), days80: count(raw, 'days80'), confidence: count(raw, 'confidence'), samples: count(raw, 'samples') };
}
