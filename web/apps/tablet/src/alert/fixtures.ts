import type { AlertView, Situation } from '@retailguard/api';

/** For tests: an alert that is open for votes. */
export const alertOf = (change: Partial<AlertView> = {}): AlertView => ({
  id: 'a1',
  version: 1,
  state: 'voting',
  camera: { id: 'c1', name: 'Entrance 1' },
  capturedAt: '2026-11-22T00:00:00Z',
  raisedAt: '2026-11-22T00:00:02Z',
  votingEndsAt: '2026-11-22T00:01:02Z',
  actionableUntil: '2026-11-22T00:10:00Z',
  hasLive: true,
  hasEnrolment: true,
  voted: false,
  situation: null,
  outcome: null,
  outcomeBy: null,
  ...change,
});

export const situation: Situation = {
  label: 'Subject A',
  category: 'violence',
  incidentAt: '2026-09-03T02:00:00Z',
  summary: 'Pushed a checkout operator and threw a basket.',
  basis: 'trespassNotice',
  score: 95.4,
  whatToDo: 'Watch from a distance and tell the duty manager.',
};
