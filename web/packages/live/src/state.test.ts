import { expect, test } from 'vitest';
import { alertOf, snapshotOf, store } from './fixtures';
import { isFresh, type LiveEvent, type LiveState, next, starting } from './state';

const after = (events: LiveEvent[], from: LiveState = starting(0)) => events.reduce(next, from);
const snapshot = (at: number, version: number, alerts = [alertOf()]): LiveEvent => ({
  type: 'snapshot',
  at,
  snapshot: snapshotOf(version, at, alerts),
});
const delta = (at: number, version: number, alert = alertOf({ version: 2 })): LiveEvent => ({
  type: 'delta',
  at,
  delta: { version, alert },
});
const pulse = (at: number, version: number, serverMs = at): LiveEvent => ({
  type: 'pulse',
  at,
  pulse: { version, serverTime: new Date(serverMs).toISOString() },
});

test('a snapshot makes it live and deltas in order are applied', () => {
  const state = after([snapshot(100, 7), delta(200, 8), delta(300, 9, alertOf({ id: 'a2' }))]);
  expect(state).toMatchObject({ status: 'live', staleSince: null, version: 9, heardAt: 300 });
  expect(state.alerts.map((a) => [a.id, a.version])).toEqual([
    ['a1', 2],
    ['a2', 1],
  ]);
});

test('a delta before the first snapshot is ignored', () => {
  const state = after([delta(100, 1)]);
  expect(state).toMatchObject({ status: 'connecting', alerts: [] });
});

test('a duplicate or late delta changes nothing but proves the connection', () => {
  const closed = alertOf({ version: 3, state: 'rejected' });
  const state = after([snapshot(100, 7), delta(200, 8, closed), delta(300, 8), delta(400, 7)]);
  expect(state).toMatchObject({ status: 'live', version: 8, heardAt: 400 });
  expect(state.alerts).toEqual([closed]);
});

test('a gap makes what is shown stale and applies nothing until a new snapshot', () => {
  const gap = after([snapshot(100, 7), delta(200, 9, alertOf({ id: 'a2' }))]);
  expect(gap).toMatchObject({ status: 'connecting', staleSince: 100, version: 7 });
  expect(after([delta(300, 8)], gap)).toBe(gap);
  expect(after([snapshot(400, 10, [])], gap)).toMatchObject({ status: 'live', staleSince: null, alerts: [] });
});

test('a pulse with another version is a gap', () => {
  expect(after([snapshot(100, 7), pulse(200, 7)]).status).toBe('live');
  expect(after([snapshot(100, 7), pulse(200, 8)]).status).toBe('connecting');
});

test('a store delta follows the same versions', () => {
  const disarmed = { ...store, armed: false, reason: 'The notice has lapsed.' };
  const state = after([snapshot(100, 7), { type: 'store', at: 200, delta: { version: 8, store: disarmed } }]);
  expect(state).toMatchObject({ version: 8, store: { armed: false } });
});

test('five seconds of silence is offline, stale since the last message', () => {
  const live = after([snapshot(100, 7), pulse(2_000, 7)]);
  expect(after([{ type: 'tick', at: 6_999 }], live)).toBe(live);
  expect(after([{ type: 'tick', at: 7_000 }], live)).toMatchObject({ status: 'offline', staleSince: 2_000 });
});

test('a lost connection is offline after five seconds of silence', () => {
  const lost = after([snapshot(100, 7), pulse(2_000, 7), { type: 'lost' }]);
  expect(lost).toMatchObject({ status: 'connecting', staleSince: 2_000 });
  expect(after([{ type: 'tick', at: 7_000 }], lost).status).toBe('offline');
});

test('without any snapshot it is offline after five seconds, with nothing to be stale', () => {
  expect(after([{ type: 'tick', at: 5_000 }])).toMatchObject({ status: 'offline', staleSince: null });
});

test('messages that waited through a sleep do not count, the next snapshot replaces all', () => {
  const slept = after([snapshot(100, 7), delta(900_000, 8, alertOf({ version: 2, state: 'confirmed' }))]);
  expect(slept).toMatchObject({ status: 'connecting', staleSince: 100 });
  expect(slept.alerts[0]!.state).toBe('voting');
  const awake = after([snapshot(901_000, 3, [alertOf({ id: 'a9' })])], slept);
  expect(awake).toMatchObject({ status: 'live', version: 3 });
  expect(awake.alerts.map((a) => a.id)).toEqual(['a9']);
});

test('the reply to an own vote is kept against an older delta or snapshot', () => {
  const voted = alertOf({ version: 4, voted: true });
  const state = after([
    snapshot(100, 7),
    { type: 'answered', alert: voted },
    delta(200, 8, alertOf({ version: 3 })),
  ]);
  expect(state).toMatchObject({ version: 8, alerts: [voted] });
  expect(after([snapshot(300, 8, [alertOf({ version: 3 })])], state).alerts).toEqual([voted]);
});

test('the clock offset takes the least delayed pulse', () => {
  const state = after([
    { type: 'snapshot', at: 1_000, snapshot: snapshotOf(1, 60_700) },
    pulse(3_000, 1, 62_950),
    pulse(5_000, 1, 64_100),
  ]);
  expect(state.clockOffset).toBe(59_950);
});

test.each([-600_000, 600_000])('a device whose clock is %i ms off still knows the server time', (skew) => {
  const server = 1_000_000;
  const state = after([{ type: 'snapshot', at: server - skew, snapshot: snapshotOf(1, server) }]);
  expect(server - skew + state.clockOffset).toBe(server);
});

test('a device clock that is set back is a gap, not a reason to believe old news', () => {
  const live = after([snapshot(600_000, 7)]);
  expect(after([pulse(1_000, 7, 600_100)], live).status).toBe('connecting');
  expect(isFresh(live, 604_000)).toBe(true);
  expect(isFresh(live, 605_000)).toBe(false);
  expect(isFresh(live, 1_000)).toBe(false);
});

test('once ended, nothing revives it', () => {
  const ended = after([snapshot(100, 7), { type: 'ended', reason: 'idle' }]);
  expect(ended).toMatchObject({ status: 'offline', ended: 'idle' });
  expect(after([snapshot(200, 8)], ended)).toBe(ended);
});
