import { expect, test } from 'vitest';
import type { Halt, Store } from '../api/shapes';
import { standingOf } from './standing';

const store: Store = {
  id: 's1',
  name: 'Store 1',
  address: '1 Example Street',
  timeZone: 'Pacific/Auckland',
  cameras: 2,
  closedAt: null,
  jurisdiction: 'NZ',
};
const halt = (change: Partial<Halt>): Halt => ({
  scope: 'store',
  id: 's1',
  reason: 'A test.',
  by: 'p',
  at: '2026-11-01T00:00:00Z',
  ...change,
});

test('R8: a store is stopped by its own switch and by the one for every store, not by another’s or a camera’s', () => {
  expect(standingOf(store, [])).toBe('open');
  expect(standingOf(store, [halt({})])).toBe('stopped');
  expect(standingOf(store, [halt({ scope: 'tenant', id: 't' })])).toBe('stopped');
  expect(standingOf(store, [halt({ id: 's2' }), halt({ scope: 'camera', id: 'c1' })])).toBe('open');
  expect(standingOf({ ...store, closedAt: '2026-11-01T00:00:00Z' }, [halt({})])).toBe('closed');
});
