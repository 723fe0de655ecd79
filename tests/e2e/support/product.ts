import { expect, test as base } from '@playwright/test';
import { cookiesOf, type Person, readSetup, type Setup } from './setup';
import { Tablet } from './tablet';

interface Product {
  setup: Setup;
  people: [Person, Person];
  /** Opens the paired tablet of this number; it is closed after the test. */
  open: (number: 0 | 1) => Promise<Tablet>;
  /** Waits until each of these tablets may vote on an alert. */
  nextAlert: (...tablets: Tablet[]) => Promise<void>;
}

/** A test against the running product that RETAILGUARD_E2E names. */
export const test = base.extend<Product>({
  setup: async ({}, use) => use(readSetup()),
  people: async ({ setup }, use) => use(setup.stores[0]?.people.slice(0, 2) as [Person, Person]),
  open: async ({ browser, setup }, use) => {
    const tablets: Tablet[] = [];
    await use(async (number) => {
      const tablet = await Tablet.open(browser, setup.baseUrl, cookiesOf(number));
      tablets.push(tablet);
      return tablet;
    });
    for (const tablet of tablets) await tablet.close();
  },
  nextAlert: async ({ setup, request }, use) =>
    use(async (...tablets) => {
      if (setup.raiseUrl !== undefined) await request.post(setup.raiseUrl, { data: {} });
      const within = 1000 * (setup.alertWithinSeconds ?? 180);
      for (const tablet of tablets) await tablet.canVote(within);

      // One that would run out during the test is let go first.
      if ((await tablets[0]?.page.getByText(/[34] min ago$/).count()) === 0) return;
      for (const tablet of tablets) {
        await expect(tablet.heading('Time ran out')).toBeVisible({ timeout: 150_000 });
        await tablet.button('Done').click();
      }
      for (const tablet of tablets) await tablet.canVote(within);
    }),
});
