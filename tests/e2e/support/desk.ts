import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { codeOf, stepsNow } from './headOffice';
import { type HeadOfficePerson, readSetup, type Setup, type SignIn } from './setup';

const folder = process.env.RETAILGUARD_E2E_SCREENSHOTS ?? 'test-results/screens';

export type Who =
  'administrator' | 'secondAdministrator' | 'lossPrevention' | 'privacyOfficer' | 'storeManager';

/** The console in a browser, at a desk. */
export class Desk {
  private constructor(
    readonly page: Page,
    readonly setup: Setup,
    private readonly context: BrowserContext,
  ) {}

  static async open(
    browser: Browser,
    setup: Setup,
    state?: Awaited<ReturnType<BrowserContext['storageState']>>,
  ) {
    const context = await browser.newContext({
      baseURL: setup.baseUrl,
      ...(state === undefined ? {} : { storageState: state }),
    });
    return new Desk(await context.newPage(), setup, context);
  }

  /** Opens a page of the console by its address. */
  async go(path: string) {
    await this.page.goto(`/console/${path}`);
  }

  async typeSignIn({ email, password }: SignIn) {
    await this.page.getByLabel('Organisation').fill(this.setup.tenant);
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Types password and code, until the console is there. */
  async signIn(person: SignIn | HeadOfficePerson) {
    await this.typeSignIn(person);
    if (!('authenticatorKey' in person)) return;
    const asked = this.heading('Show that it is you');
    await expect(asked).toBeVisible();
    for (const step of stepsNow()) {
      await this.page.getByLabel('Code, or a recovery code').fill(codeOf(person, step));
      await this.page.getByRole('button', { name: 'Go on' }).click();
      const used = this.page.getByRole('alert');
      await expect(used.or(this.tasks)).toBeVisible();
      if (await this.tasks.isVisible()) return;
    }
    throw new Error(`${person.name} cannot sign in: every code of this minute was used.`);
  }

  get tasks() {
    return this.page.getByRole('navigation', { name: 'Tasks' });
  }

  heading(name: string) {
    return this.page.getByRole('heading', { level: 1, name });
  }

  /** Presses a button, fills the dialog that it opens, and presses the dialog's own. */
  async act(open: string, fill: Record<string, string>, press: string) {
    await this.page.getByRole('button', { name: open, exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    for (const [label, text] of Object.entries(fill)) await dialog.getByLabel(label).fill(text);
    await dialog.getByRole('button', { name: press, exact: true }).click();
  }

  /** Chooses from a list that a field opens. */
  async choose(label: string, option: string, within: Pick<Page, 'getByLabel'> = this.page) {
    await within
      .getByLabel(new RegExp(`^${label}`))
      .first()
      .focus();
    await this.page.keyboard.press('ArrowDown');
    await this.page.getByRole('option', { name: option, exact: true }).click();
    await this.page.keyboard.press('Tab');
  }

  state() {
    return this.context.storageState();
  }

  async forgetSignIn() {
    await this.context.clearCookies();
  }

  async close() {
    await this.context.close();
  }
}

/** In both themes and on a phone: no axe violation, nothing wider than the screen; and a picture of each for people to look at. */
export async function lookAtDesk(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await page.screenshot({ path: `${folder}/console-${name}-${colorScheme}.png`, animations: 'disabled' });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === 'dark') axe.withRules('color-contrast');
    const { violations } = await axe.analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => ({
          id,
          nodes: nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
        })),
        `axe on ${name}, ${colorScheme}`,
      )
      .toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${folder}/console-${name}-phone.png`, animations: 'disabled' });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name} is wider than a phone`).toBeLessThanOrEqual(0);
  await page.setViewportSize(wide);
}

interface Product {
  setup: Setup;
  /** The console with somebody signed in; closed after the test. */
  deskOf: (who: Who) => Promise<Desk>;
  /** The console with nobody signed in. */
  stranger: Desk;
}

interface SignIns {
  /** Each signs in once for all tests of a worker. */
  states: Map<Who, Awaited<ReturnType<BrowserContext['storageState']>>>;
}

export const test = base.extend<Product, SignIns>({
  states: [async ({}, use) => use(new Map()), { scope: 'worker' }],
  setup: async ({}, use) => use(readSetup()),
  deskOf: async ({ browser, setup, states }, use) => {
    const desks: Desk[] = [];
    await use(async (who) => {
      const known = states.get(who);
      const desk = await Desk.open(browser, setup, known);
      desks.push(desk);
      if (known === undefined) {
        await desk.go('');
        await desk.signIn(signInOf(setup, who));
        await expect(desk.tasks).toBeVisible();
        states.set(who, await desk.state());
      }
      return desk;
    });
    for (const desk of desks) await desk.close();
  },
  stranger: async ({ browser, setup }, use) => {
    const desk = await Desk.open(browser, setup);
    await use(desk);
    await desk.close();
  },
});

export function signInOf(setup: Setup, who: Who): SignIn | HeadOfficePerson {
  const { administrator, secondAdministrator, headOffice, stores } = setup;
  const found = {
    administrator,
    secondAdministrator,
    lossPrevention: headOffice[0],
    privacyOfficer: headOffice[1],
    storeManager: stores[1]?.people[0],
  }[who];
  if (found === undefined) throw new Error(`RETAILGUARD_E2E names no ${who}.`);
  return found;
}
