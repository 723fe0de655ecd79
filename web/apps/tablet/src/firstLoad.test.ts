import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measure, total } from '../../../scripts/first-load.mjs';

const dist = new URL('../dist/', import.meta.url);
const isBuilt = () => {
  const built = existsSync(new URL('index.html', dist));
  expect(built, 'There is no built app to measure: npm run build').toBe(true);
};

test('the first load of the built app is at most 250 kB compressed, and has every word, screen and letter', () => {
  isBuilt();
  const { first, later } = measure(dist);
  for (const kind of ['.js', '.css', '.woff2']) {
    expect(first.map(({ file }) => file)).toContainEqual(expect.stringContaining(kind));
  }
  // What is fetched later is missing without a connection.
  expect(later.map(({ file }) => file).filter((file) => !file.includes('workbox-window'))).toEqual([]);
  expect(total(first)).toBeLessThanOrEqual(250_000);
});

test('every part of Mantine in the built app has its styles there', () => {
  isBuilt();
  const { first } = measure(dist);
  const loaded = (kind: string) =>
    first
      .filter(({ file }) => file.endsWith(kind))
      .map(({ file }) => readFileSync(new URL(file, dist), 'utf8'))
      .join();
  const classes = (text: string) => text.match(/\bm_[0-9a-f]+\b/g) ?? [];
  const styles = new URL('../../../node_modules/@mantine/core/styles.css', import.meta.url);
  const styled = new Set(classes(readFileSync(styles, 'utf8')));
  const used = classes(loaded('.js')).filter((name) => styled.has(name));
  expect(used).not.toEqual([]);
  const here = new Set(classes(loaded('.css')));
  const missing = [...new Set(used)].filter((name) => !here.has(name));
  expect(missing, 'styles to add to packages/ui/src/mantine.css').toEqual([]);
});
