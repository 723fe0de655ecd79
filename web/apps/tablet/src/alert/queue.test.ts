// @vitest-environment jsdom
import type { AlertView } from '@retailguard/api';
import { expect, test } from 'vitest';
import { alertOf } from './fixtures';
import { needsVote, pick, queueOf, stageOf, type Viewing } from './queue';

const none = new Set<string>();
const viewing: Viewing = { now: Date.parse('2026-11-22T00:05:00Z'), cardsPutAway: none };
const later: Viewing = { ...viewing, now: Date.parse('2026-11-22T00:10:00Z') };
const raised = (id: string, minute: number, change: Partial<AlertView> = {}) =>
  alertOf({ id, raisedAt: `2026-11-22T00:0${minute}:00Z`, ...change });
const ids = (alerts: AlertView[]) => alerts.map((alert) => alert.id);
const disputed = { state: 'disputed', case: { number: 'C1', url: 'https://store.test/c/C1' } } as const;

test('open alerts queue oldest first', () => {
  expect(ids(queueOf([raised('b', 2), raised('c', 3), raised('a', 1)], viewing, none, none))).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('a result shows only where its alert was open, until it is put away', () => {
  const over = raised('a', 1, { state: 'rejected' });
  expect(queueOf([over], viewing, none, none)).toEqual([]);
  expect(ids(queueOf([over], viewing, new Set(['a']), none))).toEqual(['a']);
  expect(queueOf([over], viewing, new Set(['a']), new Set(['a']))).toEqual([]);
});

test('the alert on the screen stays when another one comes', () => {
  expect(pick([raised('a', 1), raised('b', 2)], viewing, 'b')?.id).toBe('b');
  expect(pick([raised('a', 1, { voted: true }), raised('b', 2)], viewing, 'a')?.id).toBe('a');
});

test('a result gives way to an alert that needs a vote', () => {
  expect(pick([raised('a', 1, { state: 'expired' }), raised('b', 2)], viewing, 'a')?.id).toBe('b');
  expect(
    pick([raised('a', 1, { state: 'expired' }), raised('b', 2, { voted: true })], viewing, 'a')?.id,
  ).toBe('a');
});

test('without a current alert the oldest that needs a vote comes first', () => {
  expect(pick([raised('a', 1, { voted: true }), raised('b', 2), raised('c', 3)], viewing, null)?.id).toBe(
    'b',
  );
  expect(pick([], viewing, 'gone')).toBeNull();
});

test('R28: a dispute comes before everything, stays in front of new alerts, and only then what is owed', () => {
  const card = raised('a', 1, { ...disputed, outcomeDue: true });
  expect(stageOf(card, viewing)).toBe('card');
  expect(queueOf([card], viewing, none, new Set(['a']))).toEqual([card]);
  expect(pick([card, raised('b', 2)], viewing, 'a')?.id).toBe('a');
  expect(stageOf(card, { ...viewing, cardsPutAway: new Set(['a']) })).toBe('record');
  expect(stageOf({ ...card, outcomeDue: false }, { ...viewing, cardsPutAway: new Set(['a']) })).toBe(
    'result',
  );
});

test.each(['expired', 'frozen', 'disputed', 'closed'] as const)(
  'R27: an outcome that is due is recorded also when the alert is %s',
  (state) => {
    expect(stageOf(alertOf({ state, outcomeDue: true }), viewing)).toBe('record');
    expect(stageOf(alertOf({ state }), viewing)).toBe('result');
  },
);

test('R26: after ten minutes a confirmed alert is only to be recorded', () => {
  const confirmed = alertOf({ state: 'confirmed', outcomeDue: true });
  expect(stageOf(confirmed, viewing)).toBe('confirmed');
  expect(stageOf(confirmed, later)).toBe('record');
});

test('R48: a drill is an alert like any other until it is decided, and rings no more then', () => {
  expect(stageOf(alertOf(), viewing)).toBe('voting');
  expect(stageOf(alertOf({ state: 'drill' }), viewing)).toBe('drill');
});

test('only what waits for this vote rings: nothing that was decided, frozen or disputed', () => {
  expect([alertOf(), alertOf({ state: 'raised' })].every(needsVote)).toBe(true);
  const silent: Partial<AlertView>[] = [
    { voted: true },
    disputed,
    ...(['confirmed', 'rejected', 'expired', 'closed', 'frozen', 'drill'] as const).map((state) => ({
      state,
    })),
  ];
  expect(silent.map((change) => needsVote(alertOf(change)))).toEqual(silent.map(() => false));
});
