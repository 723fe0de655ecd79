import { expect, test } from 'vitest';
import { backTo } from './backTo';

test('after signing in one goes on at the same address, filters included', () => {
  expect(backTo('/people?role=auditor')).toBe('/console/people?role=auditor');
  expect(backTo('/console/people')).toBe('/console/people');
});

test('no address leads out of the console', () => {
  for (const away of [
    undefined,
    '//elsewhere.example',
    'https://elsewhere.example',
    '/\\elsewhere.example',
  ]) {
    expect(backTo(away)).toBe('/console/');
  }
});
