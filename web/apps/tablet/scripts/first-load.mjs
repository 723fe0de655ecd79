// Fails when what the page loads before it can be used is more than 250 kB compressed.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 250_000;
const dist = new URL('../dist/', import.meta.url);
const files = ['index.html', ...readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`)];
const sizes = files.map((file) => ({ file, bytes: gzipSync(readFileSync(new URL(file, dist))).length }));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

for (const { file, bytes } of sizes) console.log(`${String(bytes).padStart(9)}  ${file}`);
console.log(`${String(total).padStart(9)}  first load, gzip (limit ${limit})`);
if (total > limit) {
  console.error(`First load is ${total - limit} bytes over its limit of ${limit}. See what grew above.`);
  process.exit(1);
}
