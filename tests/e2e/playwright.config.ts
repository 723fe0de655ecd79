import { defineConfig } from '@playwright/test';

const chromium = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The pretend store that `screens` looks at; `product` runs against RETAILGUARD_E2E. */
const onlyScreens = process.argv.includes('--project=screens');

export default defineConfig({
  // Alerts belong to the store, so tests that use them go one after another.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 10_000 },
  outputDir: 'test-results/artifacts',
  reporter: [
    ['list'],
    ['junit', { outputFile: 'test-results/junit.xml' }],
    ['json', { outputFile: 'test-results/results.json' }],
  ],
  use: {
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
    { name: 'pair', testDir: 'pair', testMatch: '*.setup.ts' },
    { name: 'product', testDir: 'product', dependencies: ['pair'] },
    { name: 'screens', testDir: 'screens' },
  ],
  ...(onlyScreens
    ? {
        webServer: {
          command: 'node ../../web/apps/tablet/dev/fake-server.mjs',
          env: { PORT: '5189' },
          url: 'http://127.0.0.1:5189/tablet/',
          reuseExistingServer: false,
        },
      }
    : {}),
});
