import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limit, measure, total } from '../scripts/first-load.mjs';

test('the first load of the built app is at most 250 kB compressed, and has every word and screen', () => {
  const built = new URL('../dist/index.html', import.meta.url);
  expect(existsSync(built), 'There is no built app to measure: npm run build').toBe(true);
  const { first, later } = measure();
  expect(first.some(({ file }) => file.endsWith('.js'))).toBe(true);
  expect(first.some(({ file }) => file.endsWith('.css'))).toBe(true);
  // What is fetched later is missing without a connection.
  expect(later.map(({ file }) => file).filter((file) => !file.includes('workbox-window'))).toEqual([]);
  expect(total(first)).toBeLessThanOrEqual(limit);
});
