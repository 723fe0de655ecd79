import { expect, test } from 'vitest';
import { dollars } from './money';

test('cents are read as dollars', () => {
  expect(dollars(0)).toBe('$0.00');
  expect(dollars(45_655)).toBe('$456.55');
  expect(dollars(16_412_800)).toBe('$164,128.00');
});
