import { isObject } from '~/lib/evidence';

/** The steps that the server knows, in minutes; 0 counts whole minutes. */
export const STEPS = [0, 5, 6, 10, 15, 30] as const;

export interface Rounding {
  step: number;
  mode: 'nearest' | 'up';
}

/** The rule in the organization's settings. What is no rule there counts as none, as on the server. */
export function readRounding(settings: unknown): Rounding {
  const { timeRoundingMinutes: step, timeRoundingMode: mode } = isObject(settings) ? settings : {};
  return { step: STEPS.find((one) => one === step) ?? 0, mode: mode === 'up' ? 'up' : 'nearest' };
}

/** The settings with another rule; whatever else they hold stays. */
export function withRounding(settings: unknown, { step, mode }: Rounding): Record<string, unknown> {
  return { ...(isObject(settings) ? settings : {}), timeRoundingMinutes: step, timeRoundingMode: mode };
}
