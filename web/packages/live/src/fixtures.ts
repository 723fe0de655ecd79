import type { AlertView, StoreSnapshot, StoreState } from '@retailguard/api';

const time = (ms: number) => new Date(ms).toISOString();

export const store: StoreState = {
  id: 's1',
  name: 'Store 1',
  timeZone: 'Pacific/Auckland',
  armed: true,
  reason: null,
  reasonCode: null,
  cameras: [{ id: 'c1', name: 'Entrance 1', state: 'live', armed: true, reason: null, reasonCode: null }],
  listCheckedAt: time(0),
  listCount: 64,
  listUnreadable: 0,
  stopsAt: null,
  stopsCode: null,
};

export const alertOf = (change: Partial<AlertView> = {}): AlertView => ({
  id: 'a1',
  version: 1,
  state: 'voting',
  camera: { id: 'c1', name: 'Entrance 1' },
  capturedAt: time(0),
  raisedAt: time(1_000),
  votingEndsAt: time(61_000),
  actionableUntil: time(600_000),
  hasLive: true,
  hasEnrolment: true,
  voted: false,
  situation: null,
  outcome: null,
  outcomeBy: null,
  outcomeDue: false,
  stopped: null,
  inAisle: null,
  latest: null,
  suppressedUntil: null,
  case: null,
  drill: null,
  ...change,
});

export const snapshotOf = (version: number, serverMs: number, alerts: AlertView[] = []): StoreSnapshot => ({
  version,
  serverTime: time(serverMs),
  store,
  alerts,
});
