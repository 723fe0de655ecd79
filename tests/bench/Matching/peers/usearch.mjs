// USearch's exact search with one thread. Speaks like faiss_and_openblas.py.
import { openSync, readFileSync, readSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import usearch from "usearch";

const [galleryFile, probesFile, dimension, neighbours] = process.argv.slice(2);
const [values, k] = [Number(dimension), Number(neighbours)];

// A file of gigabytes is read in parts: one call reads less than two.
function floats(file) {
  const all = new Float32Array(statSync(file).size / 4);
  const bytes = new Uint8Array(all.buffer);
  const handle = openSync(file);
  for (let at = 0; at < bytes.length; ) at += readSync(handle, bytes, at, Math.min(bytes.length - at, 1 << 28), at);
  return all;
}

const gallery = floats(galleryFile);
const probes = new Float32Array(readFileSync(probesFile).buffer.slice(0));
for await (const line of createInterface({ input: process.stdin })) {
  const { templates, batch, calls } = JSON.parse(line);
  const dataset = gallery.subarray(0, templates * values);
  const queries = probes.subarray(0, batch * values);
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) usearch.exactSearch(dataset, queries, values, k, usearch.MetricKind.IP, 1);
  const { user, system } = process.cpuUsage(start);
  console.log(JSON.stringify({ seconds: (user + system) / 1e6 / calls }));
}
