/** What the system says a finding stands on: numbers by name, and records that can be opened. Read with care, for it is free JSON. */

export interface EvidenceRecord {
  entity: string;
  id: string;
  title: string | null;
  [more: string]: unknown;
}

export interface Evidence {
  kind: string | null;
  /** The finding in the server's own words, which are English. */
  text: string | null;
  numbers: Record<string, unknown>;
  records: EvidenceRecord[];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readEvidence(raw: unknown): Evidence {
  const evidence = isObject(raw) ? raw : {};
  const records = Array.isArray(evidence['records']) ? evidence['records'] : [];
  return {
    kind: typeof evidence['kind'] === 'string' ? evidence['kind'] : null,
    text: typeof evidence['text'] === 'string' ? evidence['text'] : null,
    numbers: isObject(evidence['numbers']) ? evidence['numbers'] : {},
    records: readRecords(records),
  };
}

export function readRecords(raw: unknown): EvidenceRecord[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((entry: unknown) =>
    isObject(entry) && typeof entry['id'] === 'string' && typeof entry['entity'] === 'string'
      ? [{ ...entry, entity: entry['entity'], id: entry['id'], title: typeof entry['title'] === 'string' ? entry['title'] : null }]
      : [],
  );
}

/** A number of the evidence; 0 when it is none. */
export function count(numbers: Record<string, unknown>, name: string): number {
  const value = numbers[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
