import { defineConfig } from '@playwright/test';
import type { Closeness } from './support/look';

const chromium = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// A run beside another needs a folder of its own.
const results = process.env.E2E_RESULTS ?? 'test-results';

const desk = { testDir: 'console', workers: 1, timeout: 120_000, expect: { timeout: 15_000 } };

// Each changes what the notices speak of, so that no store matches until its posters hang again.
const stopping = ['criteria.spec.ts', 'notices.spec.ts', 'sharing.spec.ts', 'trials.spec.ts'];

export default defineConfig({
  // Alerts belong to the store, so the product's tests go one after another; each worker of the others has its own.
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 300_000,
  // Patience, not a bar: what has one says so itself.
  expect: { timeout: 30_000 },
  outputDir: `${results}/artifacts`,
  reporter: [
    ['list'],
    ['junit', { outputFile: `${results}/junit.xml` }],
    ['json', { outputFile: `${results}/results.json` }],
  ],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-NZ',
    timezoneId: 'Pacific/Auckland',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      chromiumSandbox: false,
      args: chromium,
    },
  },
  projects: [
    { name: 'pair', testDir: 'pair', testMatch: '*.setup.ts', workers: 1 },
    {
      name: 'product',
      testDir: 'product',
      dependencies: ['pair'],
      workers: 1,
      metadata: { closely: true, lighthouse: false } satisfies Closeness,
    },
    {
      name: 'screens',
      testDir: 'screens',
      fullyParallel: true,
      metadata: { closely: true, lighthouse: true } satisfies Closeness,
    },
    // What every change is held to: each screen once, by axe and by keyboard.
    {
      name: 'accessibility',
      testDir: 'screens',
      fullyParallel: true,
      grepInvert: /phone/,
      testIgnore: ['resilience.spec.ts', 'zoom.spec.ts'],
      metadata: { closely: false, lighthouse: false } satisfies Closeness,
    },
    // Head office's console, against the same product as the tablet's tests, in stores of its own.
    { ...desk, name: 'console', testIgnore: stopping },
    { ...desk, name: 'stopping', testMatch: stopping },
    // The page that ./retailguard evaluate writes.
    { name: 'report', testDir: 'report', workers: 1 },
  ],
});
