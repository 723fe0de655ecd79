// @vitest-environment jsdom
import { type Api, Refusal, type TabletPeople } from '@retailguard/api';
import type { Live } from '@retailguard/live';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiWith, liveOf, sessionOf, store1 } from '../testing';
import { createTabletSession } from './tabletSession';

const people: TabletPeople = {
  tablet: { id: 'b1', name: 'Tablet' },
  store: store1,
  tenant: { id: 't1', name: 'Tenant' },
  people: [{ id: 'p1', name: 'Store staff 1', hasPin: true, hasPassword: true }],
};
const notSignedIn = () => Promise.reject(new Refusal('signed-out', '', 401));
const notPaired = () => Promise.reject(new Refusal('tablet-not-paired', '', 401));
const unreachable = () => Promise.reject(new Refusal('network'));
const done = () => Promise.resolve();

let lives: (Live & { closed: boolean })[];
const sessionWith = (calls: Partial<Api>) =>
  createTabletSession(
    apiWith(calls),
    () => {
      const live = liveOf();
      lives.push(live);
      return live;
    },
    localStorage,
  );

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  lives = [];
});
afterEach(() => vi.useRealTimers());

test('it starts where the server says it is', async () => {
  for (const [calls, at] of [
    [{ me: () => Promise.resolve(sessionOf('Store staff 1')) }, 'signedIn'],
    [{ me: notSignedIn, tablet: () => Promise.resolve(people) }, 'people'],
    [{ me: notSignedIn, tablet: notPaired }, 'unpaired'],
    [{ me: unreachable }, 'unreachable'],
  ] as const) {
    const session = sessionWith(calls);
    await session.start();
    expect(session.getPlace().at).toBe(at);
  }
});

test('out of reach it keeps trying, with the pairing code it was opened with', async () => {
  const pairTablet = vi.fn().mockImplementationOnce(unreachable).mockResolvedValue(people);
  const session = sessionWith({ pairTablet, me: notSignedIn, tablet: () => Promise.resolve(people) });
  await session.start('ABCD-EFGH');
  expect(session.getPlace().at).toBe('unreachable');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(pairTablet.mock.calls).toEqual([['ABCD-EFGH'], ['ABCD-EFGH']]);
  expect(session.getPlace().at).toBe('people');
});

test('a pairing code that is refused shows why', async () => {
  const refusal = new Refusal('pairing-code-invalid', 'This code was used.', 422);
  const session = sessionWith({
    pairTablet: () => Promise.reject(refusal),
    me: notSignedIn,
    tablet: notPaired,
  });
  await session.start('ABCD-EFGH');
  expect(session.getPlace()).toEqual({ at: 'unpaired', problem: refusal });
});

test('R24: handing over signs out, closes what this person saw and asks for the next', async () => {
  const signOut = vi.fn(done);
  const session = sessionWith({
    me: () => Promise.resolve(sessionOf('Store staff 1')),
    signOut,
    tablet: () => Promise.resolve(people),
  });
  await session.start();
  const handOver = { votedBy: 'Store staff 1', votingEndsAt: '2026-11-22T00:01:00Z' };
  const leaving = session.leave({ handOver });
  expect(session.getPlace().at).toBe('starting');
  expect(lives[0]!.closed).toBe(true);
  await leaving;
  expect(signOut).toHaveBeenCalledOnce();
  expect(session.getPlace()).toMatchObject({ at: 'people', handOver });
});

test('a sign-out that does not reach the server is told, repeated, and holds after a reload', async () => {
  const signOut = vi.fn<Api['signOut']>(unreachable);
  const signedIn = () => Promise.resolve(sessionOf('Store staff 1'));
  const first = sessionWith({ me: notSignedIn, signOut, tablet: () => Promise.resolve(people) });
  await first.start();
  first.enter({ ...sessionOf('Store staff 1'), store: store1 });
  await first.leave();
  expect(first.getPlace()).toMatchObject({ at: 'people', notice: 'unconfirmed' });

  let signedOut = false;
  const reloaded = sessionWith({
    signOut: () => {
      signedOut = true;
      return done();
    },
    me: () => (signedOut ? notSignedIn() : signedIn()),
    tablet: () => Promise.resolve(people),
  });
  await reloaded.start();
  expect(reloaded.getPlace().at).toBe('people');

  localStorage.setItem('rg-sign-out-owed', 'yes');
  signOut.mockImplementation(done);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(first.getPlace()).toMatchObject({ at: 'people', notice: null });
});

test('asking for more time takes the new end, and a session that is gone is left', async () => {
  const later = '2026-11-22T00:09:00Z';
  const me = vi
    .fn<Api['me']>()
    .mockResolvedValueOnce(sessionOf('Store staff 1'))
    .mockResolvedValueOnce(sessionOf('Store staff 1', { expiresAt: later }))
    .mockImplementation(notSignedIn);
  const session = sessionWith({ me, signOut: notSignedIn, tablet: () => Promise.resolve(people) });
  await session.start();
  await session.extend();
  expect(session.getPlace()).toMatchObject({ at: 'signedIn', session: { expiresAt: later } });
  await session.extend();
  expect(session.getPlace()).toMatchObject({ at: 'people', notice: 'server' });
});
