import { expect, test } from 'vitest';
import type { Trial } from '../api/shapes';
import { trialWaits } from './standing';

const now = Date.parse('2026-11-29T00:00:00Z');
const trial = (change: Partial<Trial>) =>
  ({ number: 1, state: 'running', endsAt: '2027-02-01T00:00:00Z', verdict: null, ...change }) as Trial;

test('R45: a trial waits for somebody when it is over, ends soon, or its verdict needs a second person', () => {
  expect(trialWaits(trial({}), now)).toBeNull();
  expect(trialWaits(trial({ endsAt: '2026-12-20T00:00:00Z' }), now)).toMatch(/^Trial 1 ends/);
  expect(trialWaits(trial({ state: 'ended' }), now)).toMatch(/is over/);
  const verdict = (whyNotYou: string | null) => ({ whyNotYou }) as NonNullable<Trial['verdict']>;
  expect(trialWaits(trial({ verdict: verdict(null) }), now)).toMatch(/waits for a second person/);
  expect(trialWaits(trial({ verdict: verdict('You have proposed it.') }), now)).toBeNull();
  expect(trialWaits(trial({ state: 'concluded', verdict: verdict(null) }), now)).toBeNull();
});
