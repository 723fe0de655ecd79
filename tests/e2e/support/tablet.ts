import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import { Line } from './line';

type Cookies = BrowserContextOptions['storageState'];
export interface Person {
  name: string;
  pin: string;
}

/** One tablet behind its own network line, as a person uses it. */
export class Tablet {
  private constructor(
    readonly page: Page,
    readonly line: Line,
  ) {}

  static async open(browser: Browser, baseUrl: string, cookies?: Cookies, path = ''): Promise<Tablet> {
    const line = await Line.to(baseUrl);
    const context = await browser.newContext(cookies === undefined ? {} : { storageState: cookies });
    const page = await context.newPage();
    await page.goto(`${line.url}/tablet/${path}`);
    return new Tablet(page, line);
  }

  /** Pairs by address and returns what a paired tablet keeps. */
  static async pair(browser: Browser, baseUrl: string, code: string): Promise<Cookies> {
    const tablet = await Tablet.open(browser, baseUrl, undefined, `?pair=${encodeURIComponent(code)}`);
    await expect(tablet.heading('Who are you?')).toBeVisible();
    expect(new URL(tablet.page.url()).search).toBe('');
    const cookies = await tablet.page.context().storageState();
    await tablet.close();
    return cookies;
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

  async typePin(person: Person, pin: string) {
    await this.page.getByRole('button', { name: person.name }).click();
    for (const digit of pin) await this.button(`Digit ${digit}`).click();
  }

  async signIn(person: Person) {
    await this.typePin(person, person.pin);
    await expect(this.heading('Who are you?').or(this.heading(`Kia ora, ${person.name}`))).toBeHidden();
  }

  async signOut() {
    await this.button('Sign out').click();
    await expect(this.heading('Who are you?')).toBeVisible();
  }

  get clock(): Locator {
    return this.page.locator('[data-screen="idle"]');
  }

  get question(): Locator {
    return this.heading('Is this the same person?');
  }

  get answers(): Locator[] {
    return ['Same person', 'Not the same', 'Can’t tell'].map((name) => this.button(name));
  }

  get pictures(): Locator {
    return this.page.getByRole('img', { name: /^Face / });
  }

  /** Waits until this person may vote. */
  async canVote(withinMs: number) {
    await expect(this.question).toBeVisible({ timeout: withinMs });
    for (const answer of this.answers) await expect(answer).toBeEnabled();
  }

  async vote(answer: 'Same person' | 'Not the same' | 'Can’t tell', features: string[] = []) {
    for (const feature of features) await this.page.getByRole('checkbox', { name: feature }).click();
    await this.button(answer).click();
  }
}
