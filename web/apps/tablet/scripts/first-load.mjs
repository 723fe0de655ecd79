// Fails when what the page loads before it can be used is more than 250 kB compressed. What is only
// loaded on demand (import()) is listed, and not counted.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

export const limit = 250_000;
const dist = new URL('../dist/', import.meta.url);

/** Files of the first load and of later ones, with their gzip sizes in bytes. */
export function measure() {
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
  const first = new Set(['index.html']);
  const follow = (name) => {
    const { file, css = [], assets = [], imports = [] } = manifest[name];
    if (first.has(file)) return;
    for (const loaded of [file, ...css, ...assets]) first.add(loaded);
    imports.forEach(follow);
  };
  follow('index.html');
  const sized = (file) => ({ file, bytes: gzipSync(readFileSync(new URL(file, dist))).length });
  const later = Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]);
  return {
    first: [...first].map(sized),
    later: [...new Set(later)].filter((file) => !first.has(file)).map(sized),
  };
}

export const total = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0);

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { first, later } = measure();
  const line = (bytes, what) => console.log(`${String(bytes).padStart(9)}  ${what}`);
  for (const { file, bytes } of first) line(bytes, file);
  line(total(first), `first load, gzip (limit ${limit})`);
  for (const { file, bytes } of later) line(bytes, `${file}, on demand`);
  if (total(first) > limit) {
    console.error(
      `First load is ${total(first) - limit} bytes over its limit of ${limit}. See what grew above.`,
    );
    process.exit(1);
  }
}
