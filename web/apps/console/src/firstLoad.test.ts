import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measure, total } from '../../../scripts/first-load.mjs';

const dist = new URL('../dist/', import.meta.url);

test('the first load of the built console is at most 300 kB compressed, without any page’s own code', () => {
  const built = existsSync(new URL('index.html', dist));
  expect(built, 'There is no built app to measure: npm run build').toBe(true);
  const { first, later } = measure(dist);
  expect(total(first)).toBeLessThanOrEqual(300_000);
  expect(first.map(({ file }) => file).filter((file) => file.includes('Page-'))).toEqual([]);
  expect(later.map(({ file }) => file)).toContainEqual(expect.stringContaining('PeoplePage-'));
});
