// Says which tests failed and why, adds up what the suites counted and closes with one line. A suite that left no count has failed.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder, ...suites] = process.argv.slice(2);
const expected = {
  format: ["format.count"],
  web: ["lint.count", "web.vitest.json"],
  e2e: [
    "product.playwright.json",
    "stopping.playwright.json",
    "accessibility.playwright.json",
    "demo.count",
  ],
  rules: ["rules.count"],
};

const readers = {
  count: (text) => text.trim().split(" ").map(Number),
  trx: (text) => {
    const counters = /<Counters\b[^>]*>/.exec(text)?.[0] ?? "";
    const of = (name) =>
      Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)?.[1] ?? 0);
    const [passed, failed] = [
      of("passed"),
      of("failed") + of("error") + of("timeout") + of("aborted"),
    ];
    return [passed, failed, of("total") - passed - failed];
  },
  "vitest.json": (text) => {
    const run = JSON.parse(text);
    // A file that does not load has no tests to fail.
    const broken = run.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    return [
      run.numPassedTests,
      run.numFailedTests + broken,
      run.numPendingTests + run.numTodoTests,
    ];
  },
  "playwright.json": (text) => {
    const { stats } = JSON.parse(text);
    return [stats.expected, stats.unexpected + stats.flaky, stats.skipped];
  },
};

const unescaped = (xml) =>
  xml
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&#x?[0-9A-Fa-f]+;/g, " ")
    .replace(/&amp;/g, "&");

/** Each failed test's name and what it said, since that of a long run is far above its end. */
const failures = {
  trx: (text) =>
    [
      ...text.matchAll(
        /<UnitTestResult\b([^>]*\boutcome="Failed"[^>]*)>([\s\S]*?)<\/UnitTestResult>/g,
      ),
    ].map(([, attributes, said]) => [
      unescaped(/\btestName="([^"]*)"/.exec(attributes)?.[1] ?? ""),
      unescaped(/<Message>([\s\S]*?)<\/Message>/.exec(said)?.[1] ?? ""),
      unescaped(/<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(said)?.[1] ?? ""),
    ]),
  "playwright.json": (text) => {
    const specsOf = (suite) => [
      ...(suite.specs ?? []),
      ...(suite.suites ?? []).flatMap(specsOf),
    ];
    return specsOf(JSON.parse(text))
      .filter(({ ok }) => !ok)
      .map(({ title, tests }) => {
        const results = tests.flatMap((test) => test.results);
        const errors = results.flatMap(({ errors }) =>
          errors.map(({ message }) => message?.replace(/\x1b\[\d*m/g, "")),
        );
        // What the page showed when the test gave up.
        const pages = results
          .flatMap(({ attachments }) => attachments)
          .filter(
            ({ name, path }) => name === "error-context" && existsSync(path),
          )
          .map(
            ({ path }) =>
              /# Page snapshot[\s\S]*?```\n/.exec(
                readFileSync(path, "utf8"),
              )?.[0] ?? "",
          );
        return [title, errors.join("\n"), ...pages];
      });
  },
};
const saidAtMost = 1500;

const exitOf = (suite) => {
  const path = join(folder, `${suite}.exit`);
  return existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
};

const total = [0, 0, 0];
for (const suite of suites) {
  for (const file of expected[suite] ?? [`${suite}.trx`]) {
    const path = join(folder, file);
    const kind = Object.keys(readers).find((ending) => file.endsWith(ending));
    let counts = [0, 1, 0];
    if (existsSync(path)) {
      const text = readFileSync(path, "utf8");
      counts = readers[kind](text);
      for (const [name, ...said] of failures[kind]?.(text) ?? []) {
        console.log(
          [
            `FAILED in ${file}: ${name}`,
            ...said.map((part) => part.slice(0, saidAtMost)),
          ].join("\n"),
        );
      }
      if (counts[0] + counts[1] === 0) counts = [0, 1, counts[2]];
      // What fails outside a test, as when a fixture ends, is in no count.
      if (counts[1] === 0 && exitOf(suite) !== 0) counts[1] = 1;
    }

    console.log(
      `${file.padEnd(30)} ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped${existsSync(path) ? "" : " (left no result)"}`,
    );
    counts.forEach((count, i) => (total[i] += count));
  }
}

console.log(
  `logs: ${readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .join(", ")} in ${folder}`,
);
console.log(`${total[0]} passed, ${total[1]} failed, ${total[2]} skipped`);
process.exitCode = total[1] > 0 || total[0] === 0 ? 1 : 0;
