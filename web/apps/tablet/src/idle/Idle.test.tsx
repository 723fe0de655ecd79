// @vitest-environment jsdom
import { type Api, type Certificate, Refusal, type StoreState } from '@retailguard/api';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { alertOf } from '../alert/fixtures';
import { apiWith, liveState, sessionOf, show, store1 } from '../testing';
import { certificateState } from '../training/certificate';
import { Idle } from './Idle';

afterEach(cleanup);

const now = Date.now();
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
const camera = {
  id: 'c1',
  name: 'Entrance 1',
  state: 'live',
  armed: true,
  reason: null,
  reasonCode: null,
} as const;
const store: StoreState = {
  id: 's1',
  name: 'Store 1',
  timeZone: 'Pacific/Auckland',
  armed: true,
  reason: null,
  reasonCode: null,
  cameras: [camera],
  listCheckedAt: new Date(now - 12_000).toISOString(),
  listUnreadable: 0,
  stopsAt: null,
  stopsCode: null,
  listCount: 64,
};

const manager = { person: { id: 'm1', name: 'Store manager 1', roles: ['storeManager' as const] } };

function showIdle(
  change: {
    store?: Partial<StoreState>;
    certificate?: Certificate | null;
    toRecord?: number;
    disputed?: boolean;
    manager?: boolean;
    calls?: Partial<Api>;
  } = {},
) {
  const pressed = { onRecord: vi.fn(), onCard: vi.fn(), onTrain: vi.fn() };
  const { certificate = { validUntil: inDays(200), lapsed: false } } = change;
  show(
    <Idle
      api={apiWith({ entrances: () => Promise.resolve([]), ...change.calls })}
      session={{
        ...(change.manager === true ? sessionOf('Store manager 1', manager) : sessionOf('Store staff 1')),
        store: store1,
      }}
      live={liveState({ store: { ...store, ...change.store } })}
      certificate={certificateState(certificate, now)}
      toRecord={Array.from({ length: change.toRecord ?? 0 }, (_, i) => alertOf({ id: `due${i}` }))}
      disputed={change.disputed === true ? [alertOf({ case: { number: 'RG-1', url: '' } })] : []}
      onSignOut={() => Promise.resolve()}
      {...pressed}
    />,
  );
  return pressed;
}

test('nothing happens: armed, how many cameras, how old the list is, next training, no word of drills', () => {
  showIdle();
  expect(screen.getByText('Armed').parentElement!.textContent).toMatch(
    /^Armed · 1 camera · list checked 1[2-4] s ago$/,
  );
  expect(screen.getByText(/^Next training due \d+ \w+ \d{4}$/)).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/drill/i);
});

test('R8: one camera that is stopped says why while the store is armed', () => {
  const stopped = { ...camera, id: 'c2', armed: false, reason: 'Stopped by Store manager 1.' };
  showIdle({ store: { cameras: [camera, stopped] } });
  expect(screen.getByText('Armed').parentElement!.textContent).toContain('· 1 camera ·');
  expect(screen.getByText('Stopped by Store manager 1.')).toBeTruthy();
  expect(screen.getByText('Stopped')).toBeTruthy();
});

test('R8: a store that is stopped says why once', () => {
  showIdle({
    store: {
      armed: false,
      reason: 'Fewer than two people are certified.',
      cameras: [{ ...camera, armed: false, reason: 'Fewer than two people are certified.' }],
    },
  });
  expect(screen.getAllByText('Fewer than two people are certified.')).toHaveLength(1);
});

test('R8: what the server gives a code for is said in the words of the screen', () => {
  const reason =
    'Fewer than two people of this store are certified to compare faces; matching is off until two are.';
  showIdle({
    store: {
      armed: false,
      reason,
      reasonCode: 'voters-missing',
      cameras: [{ ...camera, armed: false, reason, reasonCode: 'voters-missing' }],
    },
  });
  expect(screen.queryByText(reason)).toBeNull();
  expect(
    screen.getByText(/^Fewer than two people of this store are certified\. Nobody is compared/),
  ).toBeTruthy();
});

test('R8: that matching will stop is told beforehand, while it goes on', () => {
  showIdle({ store: { stopsAt: '2026-12-24T11:00:00Z', stopsCode: 'billing-unpaid' } });
  expect(screen.getByText('Armed')).toBeTruthy();
  expect(screen.getByText(/^On 25 December 2026 this store stops comparing faces/)).toBeTruthy();
});

test('R27: outcomes that are due are one press away', async () => {
  const { onRecord } = showIdle({ toRecord: 2 });
  await userEvent.click(screen.getByRole('button', { name: '2 outcomes to record' }));
  expect(onRecord).toHaveBeenCalledWith(expect.objectContaining({ id: 'due0' }));
});

test('R28: the card of a dispute can be shown again', async () => {
  const { onCard } = showIdle({ disputed: true });
  await userEvent.click(screen.getByRole('button', { name: 'Show the card of case RG-1' }));
  expect(onCard).toHaveBeenCalledOnce();
});

test.each([
  ['missing', null, /you have no certificate/],
  ['lapsed', { validUntil: inDays(-1), lapsed: true }, /your certificate has lapsed/],
  [
    'past its end, though the server has not said so yet',
    { validUntil: inDays(-1), lapsed: false },
    /has lapsed/,
  ],
  ['ending within 30 days', { validUntil: inDays(29), lapsed: false }, /Your certificate ends on/],
] as const)('R48: a certificate that is %s leads to the course', async (_, certificate, text) => {
  const { onTrain } = showIdle({ certificate });
  expect(screen.getByText(text)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Take the course' }));
  expect(onTrain).toHaveBeenCalledOnce();
});

test('R48: a certificate that holds for longer asks for nothing', () => {
  showIdle({ certificate: { validUntil: inDays(31), lapsed: false } });
  expect(screen.queryByRole('button', { name: 'Take the course' })).toBeNull();
});

test('R48: a manager sees how drills went, week by week; staff have no such button', async () => {
  showIdle();
  expect(screen.queryByRole('button', { name: 'Past drills' })).toBeNull();
  cleanup();
  const drillScores = vi.fn<Api['drillScores']>(() =>
    Promise.resolve({
      store: store1,
      weeks: [
        { weekStart: '2026-11-09', drills: 0, decided: 0, correct: 0, missed: 0 },
        { weekStart: '2026-11-16', drills: 3, decided: 2, correct: 1, missed: 1 },
      ],
    }),
  );
  showIdle({ manager: true, calls: { drillScores } });
  await userEvent.click(screen.getByRole('button', { name: 'Past drills' }));
  expect(drillScores).toHaveBeenCalledWith('s1');
  const rows = await screen.findAllByRole('row');
  expect(rows.map((row) => row.textContent)).toEqual([
    'Week fromRightNobody decided',
    '16 November 20261 of 31',
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
});

test('R48: without drills, or without the server, the trend says so', async () => {
  showIdle({ manager: true, calls: { drillScores: () => Promise.resolve({ store: store1, weeks: [] }) } });
  await userEvent.click(screen.getByRole('button', { name: 'Past drills' }));
  expect(await screen.findByText(/no drill in the last twelve weeks/)).toBeTruthy();
  cleanup();
  showIdle({ manager: true, calls: { drillScores: () => Promise.reject(new Refusal('network')) } });
  await userEvent.click(screen.getByRole('button', { name: 'Past drills' }));
  expect(await screen.findByText(/No connection/)).toBeTruthy();
});
