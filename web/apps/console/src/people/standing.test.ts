import { expect, test } from 'vitest';
import type { Person } from '../api/shapes';
import { standingOf } from './standing';

const person: Person = {
  id: 'p',
  name: 'Store manager 1',
  email: 'store.manager.1@demo.example',
  roles: ['storeManager'],
  storeIds: [],
  issuedBy: 'a',
  vouchedBy: null,
  disabledAt: null,
  hasPassword: true,
  invitation: null,
  mail: null,
};

test('R24: an account that somebody issued waits until somebody else vouches', () => {
  expect(standingOf({ ...person, hasPassword: false })).toBe('invited');
  expect(standingOf(person)).toBe('unvouched');
  expect(standingOf({ ...person, vouchedBy: 'b' })).toBe('inUse');
  expect(standingOf({ ...person, issuedBy: null })).toBe('inUse');
  expect(standingOf({ ...person, disabledAt: '2026-11-01T00:00:00Z' })).toBe('disabled');
});
