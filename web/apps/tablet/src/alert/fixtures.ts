import type { AlertView, Situation } from '@retailguard/api';
import { alertOf as anAlert } from '@retailguard/live/fixtures';
import { apiWith, liveState } from '../testing';
import type { AlertShared } from './shared';

/** For tests: an alert that is open for votes, raised two seconds after the picture. */
export const alertOf = (change: Partial<AlertView> = {}): AlertView =>
  anAlert({
    capturedAt: '2026-11-22T00:00:00Z',
    raisedAt: '2026-11-22T00:00:02Z',
    votingEndsAt: '2026-11-22T00:01:02Z',
    actionableUntil: '2026-11-22T00:10:00Z',
    ...change,
  });

/** What a screen gets; unless told otherwise ten seconds after the picture, and certified. */
export const sharedOf = (change: Partial<AlertShared> = {}): AlertShared => ({
  alert: alertOf(),
  api: apiWith({ alertPicture: () => Promise.resolve(new Blob(['jpeg'])) }),
  live: liveState(),
  now: Date.parse('2026-11-22T00:00:10Z'),
  timeZone: 'Pacific/Auckland',
  position: { number: 1, of: 1, next: null },
  person: {
    name: 'Store staff 1',
    certificate: { state: 'holds', validUntil: '2027-06-01T00:00:00Z' },
    train: () => undefined,
    signOut: () => Promise.resolve(),
  },
  onAnswered: () => undefined,
  onDispute: () => undefined,
  ...change,
});

/** jsdom makes no object addresses. Returns those that are held. */
export function holdPictures(): Set<string> {
  const held = new Set<string>();
  let made = 0;
  URL.createObjectURL = () => {
    const url = `blob:${++made}`;
    held.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => held.delete(url);
  return held;
}

export const situation: Situation = {
  label: 'Subject A',
  category: 'violence',
  incidentAt: '2026-09-03T02:00:00Z',
  summary: 'Pushed a checkout operator and threw a basket.',
  basis: 'trespassNotice',
  score: 95.4,
  whatToDo: 'Watch from a distance and tell the duty manager.',
  statements: [],
};
