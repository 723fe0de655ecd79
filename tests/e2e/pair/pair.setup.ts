import { test } from '@playwright/test';
import { cookiesOf, readSetup, tabletsNeeded } from '../support/setup';
import { Tablet } from '../support/tablet';

// Codes work once, so the tablets are paired before all tests and every test takes over their cookies.
test('two tablets are paired with the store', async ({ browser }) => {
  const { baseUrl, stores } = readSetup();
  const codes = stores[0]?.tabletCodes.slice(0, tabletsNeeded) ?? [];
  for (const [number, code] of codes.entries()) {
    await Tablet.pair(browser, baseUrl, code, cookiesOf(number));
  }
});
