// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectLive, type Live } from './connection';
import { snapshotOf } from './fixtures';
import type { HubHandlers } from './hub';

let hubs: { handlers: HubHandlers; open: boolean }[];
let live: Live;
const lastHub = () => hubs.at(-1)!;
const snapshot = (version: number) => {
  lastHub().handlers.snapshot(snapshotOf(version, Date.now()));
};
const pulse = (version: number) => {
  lastHub().handlers.pulse({ version, serverTime: new Date().toISOString() });
};

beforeEach(() => {
  vi.useFakeTimers();
  hubs = [];
  live = connectLive((handlers) => {
    const hub = { handlers, open: true };
    hubs.push(hub);
    return () => {
      hub.open = false;
    };
  });
});
afterEach(() => {
  live.close();
  vi.useRealTimers();
});

test('a version gap drops the connection and asks for a snapshot on a new one', async () => {
  snapshot(1);
  pulse(5);
  expect(hubs[0]!.open).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(hubs).toHaveLength(2);
  snapshot(5);
  expect(live.getState()).toMatchObject({ status: 'live', version: 5 });
});

test('a connection that was given up is heard no more', async () => {
  snapshot(1);
  pulse(5);
  hubs[0]!.handlers.snapshot(snapshotOf(5, Date.now()));
  expect(live.getState().status).toBe('connecting');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(hubs).toHaveLength(2);
});

test('an open but silent connection is offline and replaced', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(live.getState().status).toBe('live');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(live.getState().status).toBe('offline');
  expect(hubs[0]!.open).toBe(false);
});

test('it keeps trying for ever, at most about ten seconds apart', async () => {
  for (let minute = 0; minute < 10; minute++) {
    const before = hubs.length;
    for (let second = 0; second < 60; second++) {
      if (lastHub().open) lastHub().handlers.closed(false);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(hubs.length - before).toBeGreaterThanOrEqual(4);
  }
  while (!lastHub().open) await vi.advanceTimersByTimeAsync(500);
  snapshot(9);
  expect(live.getState().status).toBe('live');
});

test('a connection that opens but never sends its snapshot is replaced', async () => {
  await vi.advanceTimersByTimeAsync(12_000);
  expect(hubs[0]!.open).toBe(false);
  expect(hubs.length).toBeGreaterThan(1);
});

test('waking up tries at once', async () => {
  for (let i = 0; i < 6; i++) {
    lastHub().handlers.closed(false);
    await vi.advanceTimersByTimeAsync(i < 5 ? 13_000 : 100);
  }
  const before = hubs.length;
  window.dispatchEvent(new Event('online'));
  expect(hubs).toHaveLength(before + 1);
});

test('after a sleep what is shown is old at once, a new connection starts, and its snapshot is the truth', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(600);
  // The timers of a sleeping device stand still while its clock goes on.
  vi.setSystemTime(Date.now() + 3_000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(live.getState().status).toBe('connecting');
  expect(hubs).toHaveLength(2);
  expect(hubs[0]!.open).toBe(false);
  window.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('resume'));
  expect(hubs).toHaveLength(2);
  snapshot(7);
  expect(live.getState()).toMatchObject({ status: 'live', version: 7 });
});

test('a sleep that no event tells of is seen by the timer', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(600);
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(500);
  expect(hubs).toHaveLength(2);
  expect(live.getState().status).toBe('offline');
});

test('a page that was busy hears what waits for it before it doubts its connection', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(600);
  vi.setSystemTime(Date.now() + 3_000);
  await vi.advanceTimersToNextTimerAsync();
  pulse(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(hubs).toHaveLength(1);
  expect(live.getState().status).toBe('live');
});

test('what is closed while the page was busy does not connect again', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(600);
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersToNextTimerAsync();
  live.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(hubs).toHaveLength(1);
});

test('a network that came back gets a new connection even when the old one was heard just now', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(600);
  pulse(1);
  window.dispatchEvent(new Event('online'));
  expect(hubs).toHaveLength(2);
});

test('looking away for a moment keeps a connection that is heard', async () => {
  snapshot(1);
  await vi.advanceTimersByTimeAsync(1_000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(hubs).toHaveLength(1);
  expect(live.getState().status).toBe('live');
});

test.each([
  [
    'signed out',
    (hub: HubHandlers) => {
      hub.signedOut('idle');
    },
    'idle',
  ],
  [
    'refused',
    (hub: HubHandlers) => {
      hub.closed(true);
    },
    'refused',
  ],
])('when %s it stops for good', async (_, end, reason) => {
  end(lastHub().handlers);
  expect(live.getState().ended).toBe(reason);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hubs).toHaveLength(1);
  expect(hubs[0]!.open).toBe(false);
});
