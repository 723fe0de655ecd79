import { expect, test } from 'vitest';
import { fromNow, moment } from './time';

const now = Date.parse('2026-11-20T00:00:00Z');

test('a time is shown in the store’s zone', () => {
  expect(moment('2026-11-20T00:00:00Z', 'Pacific/Auckland')).toContain('20 Nov 2026');
  expect(moment('2026-11-20T00:00:00Z', 'Pacific/Auckland')).toMatch(/1:00\s?pm/);
});

test('what is owed is said in the largest whole unit', () => {
  expect(fromNow('2026-11-21T23:59:00Z', now)).toBe('in 1 day');
  expect(fromNow('2026-11-20T05:30:00Z', now)).toBe('in 5 hours');
  expect(fromNow('2026-11-19T23:45:00Z', now)).toBe('15 minutes ago');
  expect(fromNow('2026-11-20T00:00:20Z', now)).toBe('within a minute');
});
