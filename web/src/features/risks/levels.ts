import { t } from '@lingui/core/macro';
import type { Risk, RiskLevel, RiskStatus } from '~/lib/models';
import type { Tone } from '~/ui/Pill';

/** From least to most. */
export const LEVELS: RiskLevel[] = ['very_low', 'low', 'medium', 'high', 'very_high'];
export const RISK_STATUSES: RiskStatus[] = ['open', 'mitigating', 'accepted', 'occurred', 'closed'];

export function levelName(level: RiskLevel | null): string {
  if (level === null) return t`Not rated`;
  const names: Record<RiskLevel, string> = { very_low: t`Very low`, low: t`Low`, medium: t`Medium`, high: t`High`, very_high: t`Very high` };
  return names[level];
}

export function riskStatusName(status: RiskStatus): string {
  const names: Record<RiskStatus, string> = {
    open: t`Open`,
    mitigating: t`Being reduced`,
    accepted: t`Lived with`,
    occurred: t`Came true`,
    closed: t`Closed`,
  };
  return names[status];
}

export const RISK_TONES: Record<RiskStatus, Tone> = { open: 'amber', mitigating: 'blue', accepted: 'grey', occurred: 'red', closed: 'green' };

/** Probability times impact, each from 1 to 5; null when one is not rated. */
export function score(probability: RiskLevel | null, impact: RiskLevel | null): number | null {
  return probability && impact ? (LEVELS.indexOf(probability) + 1) * (LEVELS.indexOf(impact) + 1) : null;
}

/** From 12 on red, from 5 on amber. */
export function scoreTone(value: number | null): Tone {
  if (value === null) return 'grey';
  return value >= 12 ? 'red' : value >= 5 ? 'amber' : 'green';
}

export const isSettled = (risk: Risk) => risk.status === 'closed' || risk.status === 'occurred';
