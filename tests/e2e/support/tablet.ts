import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { Line } from './line';
import { watchFonts } from './look';

/** One tablet behind its own network line, as a person uses it. */
export class Tablet {
  private constructor(
    readonly page: Page,
    readonly line: Line,
  ) {}

  /** `cookies`: the file with what a paired tablet keeps. */
  static async open(browser: Browser, baseUrl: string, cookies?: string, path = ''): Promise<Tablet> {
    const line = await Line.to(baseUrl);
    const context = await browser.newContext({
      hasTouch: true,
      ...(cookies === undefined ? {} : { storageState: cookies }),
    });
    const page = await context.newPage();
    await page.goto(`${line.url}/tablet/${path}`);
    await watchFonts(page);
    return new Tablet(page, line);
  }

  /** Pairs by address, and keeps the cookies in that file. */
  static async pair(browser: Browser, baseUrl: string, code: string, cookies: string) {
    const tablet = await Tablet.open(browser, baseUrl, undefined, `?pair=${encodeURIComponent(code)}`);
    await expect(tablet.heading('Who are you?')).toBeVisible();
    expect(new URL(tablet.page.url()).search, 'the code stays in the address').toBe('');
    await tablet.page.context().storageState({ path: cookies });
    await tablet.close();
  }

  async close() {
    await this.page.context().close();
    this.line.close();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async typePin(person: { name: string }, pin: string) {
    await this.page.getByRole('button', { name: person.name }).click();
    for (const digit of pin) await this.button(`Digit ${digit}`).click();
  }

  async signIn(person: { name: string; pin: string }) {
    await this.typePin(person, person.pin);
    await expect(this.heading('Who are you?').or(this.heading(`Kia ora, ${person.name}`))).toBeHidden();
  }

  /** Records "none" for confirmed alerts that an earlier run left open, so that they hide nothing. */
  async closeOld() {
    const due = this.heading('Two people confirmed').or(this.heading('Record what was done'));
    const state = this.page.getByText(/^(Armed|Disarmed)/);
    await expect(state.or(this.page.locator('[data-screen="alert"]')).first()).toBeVisible();
    while (await due.isVisible()) {
      await this.page.getByRole('radio', { name: /^None/ }).click();
      await this.button('Record').click();
      await this.button('Done').click();
    }
  }

  async signOut() {
    await this.page.getByRole('button', { name: /sign out$/i }).click();
    await expect(this.heading('Who are you?')).toBeVisible();
  }

  get idle(): Locator {
    return this.page.locator('[data-screen="idle"]');
  }

  get answers(): Locator[] {
    return ['Same person', 'Not the same', 'Can’t tell'].map((name) => this.answer(name));
  }

  /** By its first words: one of the three says on a second line how it counts. */
  private answer(words: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${words}( counts as no)?$`) });
  }

  get pictures(): Locator {
    return this.page.getByRole('img', { name: /^Face / });
  }

  /** Waits until this person may vote. */
  async canVote(withinMs: number) {
    await expect(this.heading('Is this the same person?')).toBeVisible({ timeout: withinMs });
    for (const answer of this.answers) await expect(answer).toBeEnabled();
  }

  async vote(answer: 'Same person' | 'Not the same' | 'Can’t tell', features: string[] = []) {
    for (const feature of features) await this.page.getByRole('checkbox', { name: feature }).click();
    await this.answer(answer).click();
  }

  /** What was sent to the server from now on, as "METHOD path". */
  listen(): string[] {
    const sent: string[] = [];
    this.page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    return sent;
  }
}
