// Fails when what a built app loads before it can be used is more, compressed, than it may. What is only loaded on demand
// (import()) is listed, and not counted.
//
//   node first-load.mjs DIST BYTES
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Files of the first load and of later ones, with their gzip sizes in bytes. `dist` is the built app's folder, a URL. */
export function measure(dist) {
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, limit] = process.argv.slice(2);
  const { first, later } = measure(pathToFileURL(`${resolve(folder)}/`));
  const line = (bytes, what) => console.log(`${String(bytes).padStart(9)}  ${what}`);
  for (const { file, bytes } of first) line(bytes, file);
  line(total(first), `first load, gzip (limit ${limit})`);
  for (const { file, bytes } of later) line(bytes, `${file}, on demand`);
  if (total(first) > Number(limit)) {
    console.error(
      `First load is ${total(first) - limit} bytes over its limit of ${limit}. See what grew above.`,
    );
    process.exit(1);
  }
}
