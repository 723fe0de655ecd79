import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limit, measure, total } from '../scripts/first-load.mjs';

test('the first load of the built app is at most 250 kB compressed, without te reo Māori', () => {
  const built = new URL('../dist/index.html', import.meta.url);
  expect(existsSync(built), 'There is no built app to measure: npm run build').toBe(true);
  const { first, later } = measure();
  expect(first.some(({ file }) => file.endsWith('.js'))).toBe(true);
  expect(first.some(({ file }) => file.endsWith('.css'))).toBe(true);
  expect(later.some(({ file }) => file.includes('messages.mi'))).toBe(true);
  expect(total(first)).toBeLessThanOrEqual(limit);
});
