import type { AlertView } from '@retailguard/api';
import { expect, test } from 'vitest';
import { alertOf } from './fixtures';
import { pick, queueOf } from './queue';

const none = new Set<string>();
const raised = (id: string, minute: number, change: Partial<AlertView> = {}) =>
  alertOf({ id, raisedAt: `2026-11-22T00:0${minute}:00Z`, ...change });
const ids = (alerts: AlertView[]) => alerts.map((alert) => alert.id);

test('open alerts queue oldest first', () => {
  expect(ids(queueOf([raised('b', 2), raised('c', 3), raised('a', 1)], none, none))).toEqual(['a', 'b', 'c']);
});

test('a result shows only where its alert was open, until it is put away', () => {
  const over = raised('a', 1, { state: 'rejected' });
  expect(queueOf([over], none, none)).toEqual([]);
  expect(ids(queueOf([over], new Set(['a']), none))).toEqual(['a']);
  expect(queueOf([over], new Set(['a']), new Set(['a']))).toEqual([]);
});

test('the alert on the screen stays when another one comes', () => {
  expect(pick([raised('a', 1), raised('b', 2)], 'b')?.id).toBe('b');
  expect(pick([raised('a', 1, { voted: true }), raised('b', 2)], 'a')?.id).toBe('a');
});

test('a result gives way to an alert that needs a vote', () => {
  expect(pick([raised('a', 1, { state: 'expired' }), raised('b', 2)], 'a')?.id).toBe('b');
  expect(pick([raised('a', 1, { state: 'expired' }), raised('b', 2, { voted: true })], 'a')?.id).toBe('a');
});

test('without a current alert the oldest that needs a vote comes first', () => {
  expect(pick([raised('a', 1, { voted: true }), raised('b', 2), raised('c', 3)], null)?.id).toBe('b');
  expect(pick([], 'gone')).toBeNull();
});
