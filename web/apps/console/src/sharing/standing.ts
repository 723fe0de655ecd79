import type { Share, ShareStanding } from '../api/shapes';
import type { Tone } from '../parts/State';

export const shareTone: Record<ShareStanding, Tone> = {
  waiting: 'waits',
  toApprove: 'waits',
  inForce: 'good',
  suspended: 'bad',
  withheld: 'bad',
  lapsed: 'over',
  declined: 'over',
  recalled: 'over',
  ended: 'over',
};

/** How far what became of shares has come: "on the list in 2 of 3 stores", and who has not heard yet. */
export function reach(shares: readonly Share[]): { told: number; of: number } {
  const heard = shares.filter(({ hasReached }) => hasReached !== null);
  return { told: heard.filter(({ hasReached }) => hasReached === true).length, of: heard.length };
}
