import { expect, test } from 'vitest';
import { mayDo } from './permissions';

test('nobody may anything without a role that says so', () => {
  expect(mayDo([], 'seeStores')).toBe(false);
  expect(mayDo(['storeStaff', 'auditor'], 'managePeople')).toBe(false);
});

test('one of several roles is enough', () => {
  expect(mayDo(['storeStaff', 'tenantAdmin'], 'managePeople')).toBe(true);
});
