import type { AlertState, AlertSummary } from '../api/shapes';
import type { Tone } from '../parts/State';
import { outcomeName, stopReasonName } from '../words';

export const alertTone: Record<AlertState, Tone> = {
  raised: 'waits',
  voting: 'waits',
  confirmed: 'waits',
  rejected: 'over',
  expired: 'over',
  closed: 'good',
  disputed: 'bad',
  frozen: 'over',
  drill: 'over',
};

/** What became of an alert, in a few words; nothing where the state says it all. */
export function whatBecame({ stopped, outcome, outcomeDue }: AlertSummary): string {
  if (outcome !== null) return outcomeName[outcome];
  if (outcomeDue) return 'Outcome not recorded yet';
  if (stopped !== null) return `Stopped: ${stopReasonName[stopped]}`;
  return '';
}
