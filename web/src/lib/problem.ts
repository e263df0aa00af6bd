import { t } from '@lingui/core/macro';

export interface FieldProblem {
  field: string;
  message: string;
}

/** A refusal in the words of the API's problem+json; status 0 means that the server was not reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fields: FieldProblem[];
  /** The last part of the problem's type: `mfa-enrolment-required`. */
  readonly kind: string;

  constructor(status: number, title: string, detail: string, fields: FieldProblem[] = [], kind = '') {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.fields = fields;
    this.kind = kind;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads any body a server or a proxy may send; never throws. */
export function toApiError(status: number, body: unknown): ApiError {
  const problem = isRecord(body) ? body : {};
  const text = (key: string) => (typeof problem[key] === 'string' ? problem[key] : '');
  const fields = Array.isArray(problem['errors'])
    ? problem['errors'].flatMap((entry: unknown) =>
        isRecord(entry) && typeof entry['message'] === 'string'
          ? [{ field: typeof entry['field'] === 'string' ? entry['field'] : '', message: entry['message'] }]
          : [],
      )
    : [];
  return new ApiError(status, text('title') || statusTitle(status), text('detail'), fields, text('type').split(':').at(-1));
}

function statusTitle(status: number): string {
  if (status === 0) return t`The server could not be reached`;
  if (status === 403) return t`You are not allowed to do this`;
  if (status === 404) return t`Not found`;
  if (status === 409) return t`This conflicts with what is there`;
  if (status === 412) return t`Someone changed this in the meantime`;
  if (status === 429) return t`Too many attempts`;
  if (status === 503) return t`The server is busy`;
  return t`Something went wrong`;
}

/** One sentence for a toast or a banner. */
export function problemText(error: unknown): string {
  if (error instanceof ApiError) {
    const first = error.fields[0];
    return error.detail || (first ? first.message : error.title);
  }
  return error instanceof Error ? error.message : t`Something went wrong`;
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** The field of a form that a problem is about: `labels[3]` belongs to `labels`. */
export function rootOf(field: string): string {
  return field.split(/[.[]/)[0] ?? field;
}
