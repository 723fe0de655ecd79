// Writes package-lock.json for a folder whose packages are wanted as archives of files (native libraries, models, pictures), never
// run: one entry for each dependency in package.json, with its integrity, and none for what those packages would need to run
// (a neural-network framework, a test runner). `npm ci` trusts the lock and installs just that.
//
//   node infra/build/lock-npm-files.mjs edge-connector/models tests/media
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

for (const folder of process.argv.slice(2)) {
  const { name, license, dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const packages = { "": { name, license, dependencies } };
  for (const [dependency, version] of Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const fields = ["dist.integrity", "license", "os", "cpu", "version"];
    const seen = JSON.parse(execFileSync("npm", ["view", `${dependency}@${version}`, ...fields, "--json"], { encoding: "utf8" }));
    if (seen.version !== version) throw new Error(`${dependency}: pin an exact version, not ${version}`);
    packages[`node_modules/${dependency}`] = {
      version,
      integrity: seen["dist.integrity"],
      license: seen.license,
      ...(seen.os && { os: seen.os }),
      ...(seen.cpu && { cpu: seen.cpu }),
    };
  }

  const lock = { name, lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(folder, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
}
