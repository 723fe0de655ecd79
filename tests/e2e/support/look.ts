import AxeBuilder from '@axe-core/playwright';
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { lighthouse } from './lighthouse';

const folder = process.env.RETAILGUARD_E2E_SCREENSHOTS ?? 'test-results/screens';
const glovePx = 56;
const ownFont = 'Atkinson Hyperlegible Next';

/**
 * `closely`: with screenshots, in te reo Māori too, and by every rule in both themes. Otherwise the second theme is
 * asked for what a theme can change, its contrast.
 */
export interface Closeness {
  closely: boolean;
  lighthouse: boolean;
}
const closeness = () => test.info().project.metadata as Closeness;

/**
 * In both themes a screenshot and no axe violation; nothing to press under 56 px or out of the keyboard's reach, no
 * words cut off or in a font that the app does not bring, nothing wider than the screen; Lighthouse's whole score for accessibility.
 */
export async function look(page: Page, name: string) {
  const how = closeness();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    const moving = await page.evaluate(
      () => document.getAnimations().filter((a) => a instanceof CSSTransition).length,
    );
    expect.soft(moving, `what still moves on ${name}, ${colorScheme}`).toBe(0);
    if (how.closely) {
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, animations: 'disabled' });
    }
    // A page without frames needs no second page to add results up, which is what takes the time.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (!how.closely && colorScheme === 'light') axe.withRules('color-contrast');
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
  expect.soft(await smallTargets(page), `targets under ${glovePx} px on ${name}`).toEqual([]);
  expect.soft(await cutOff(page), `words cut off on ${name}`).toEqual([]);
  expect.soft(await machineFonts(page), `words in a font of the machine’s on ${name}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  expect
    .soft(await outOfReach(page), `Tab does not come to this, or it can’t be seen, on ${name}`)
    .toEqual([]);
  // Lighthouse asks a part of what axe asks, and takes longer over it: one language will do.
  if (how.lighthouse && !name.endsWith('-mi')) await lighthouse(page, name);
}

/** The same in both languages, chosen as a person does it; the screen is left in English. */
export async function lookInBoth(page: Page, name: string) {
  await look(page, name);
  await inMaori(page, () => look(page, `${name}-mi`));
}

/** For what can't be open while the language is chosen; the screen is left in English. */
export async function inMaori(page: Page, act: () => Promise<void>) {
  if (!closeness().closely) return;
  await chooseLanguage(page, 'Te reo Māori');
  await expect(page.locator('html')).toHaveAttribute('lang', 'mi-NZ');
  await act();
  await chooseLanguage(page, 'English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-NZ');
}

export async function openLanguages(page: Page) {
  await page
    .getByRole('button', { name: /: (language|reo)$/ })
    .filter({ visible: true })
    .click();
}

export async function chooseLanguage(page: Page, name: 'English' | 'Te reo Māori') {
  await openLanguages(page);
  await page.getByRole('dialog').getByRole('button', { name }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const smallTargets = (page: Page) =>
  page.evaluate(
    (least) =>
      [...document.querySelectorAll<HTMLElement>('button, input, a, [role="radio"], [role="checkbox"]')]
        // A field's own button lies within the field's target.
        .filter((target) => target.checkVisibility() && target.closest('.mantine-Input-section') === null)
        .map((target) => ({ target, box: target.getBoundingClientRect() }))
        .filter(({ box }) => box.width < least || box.height < least)
        .map(({ target, box }) => `${target.outerHTML.slice(0, 120)} ${box.width}×${box.height}`),
    glovePx,
  );

/** Words that their own box hides, in whole or in part. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.checkVisibility() && element.innerText?.trim() !== '')
      // Text for screen readers alone is a pixel wide.
      .filter((element) => element.clientWidth > 1 && getComputedStyle(element).overflow !== 'visible')
      .filter(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
      )
      .filter((element) => !['auto', 'scroll'].includes(getComputedStyle(element).overflowY))
      .map((element) => `${element.className}: ${element.innerText.slice(0, 80)}`),
  );

const fontReaders = new WeakMap<Page, Promise<CDPSession>>();

/** To be called while the page's line still answers: the browser loads the style sheets once more for this. */
export function watchFonts(page: Page): Promise<CDPSession> {
  const start = async () => {
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('DOM.enable');
    await devTools.send('CSS.enable');
    return devTools;
  };
  const reader = fontReaders.get(page) ?? start();
  fontReaders.set(page, reader);
  return reader;
}

/** Words that are not drawn in the app's own font, which a tablet may draw in any other way. */
export async function machineFonts(page: Page) {
  const devTools = await watchFonts(page);
  const { root } = await devTools.send('DOM.getDocument');
  const all = { nodeId: root.nodeId, selector: 'body *' };
  const { nodeIds } = await devTools.send('DOM.querySelectorAll', all);
  // What the app replaces meanwhile has no fonts any more.
  const fontsOf = (nodeId: number) =>
    devTools.send('CSS.getPlatformFontsForNode', { nodeId }).catch(() => ({ fonts: [] }));
  const found = await Promise.all(nodeIds.map(fontsOf));
  const foreign = found
    .flatMap(({ fonts }) => fonts)
    .filter(({ isCustomFont, familyName }) => !isCustomFont || !familyName.startsWith(ownFont));
  return [...new Set(foreign.map(({ familyName }) => familyName))];
}

/** Goes through the whole screen by Tab and returns the controls it did not come to, or came to without showing it. */
async function outOfReach(page: Page) {
  const controls = await page.evaluateHandle(() => {
    const within = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document.body;
    const found = [
      ...within.querySelectorAll<HTMLElement>(
        'button, input, a[href], [role="radio"], [role="checkbox"], [tabindex="0"]',
      ),
    ].filter(
      (control) =>
        control.checkVisibility() && !control.matches(':disabled, [data-focus-guard], [role="dialog"]'),
    );
    const missed = new Map(found.map((control) => [control, 'Tab does not come to it']));
    const held = document.activeElement;
    const come = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      // The arrow keys go on within a group of radios.
      const group = target.matches('[role="radio"]') ? target.closest('[role="radiogroup"]') : null;
      const reached = group === null ? [target] : found.filter((control) => group.contains(control));
      const shown = getComputedStyle(target).outlineStyle !== 'none' || target.matches('input');
      for (const control of reached) {
        if (shown) missed.delete(control);
        else missed.set(control, 'the focus can’t be seen');
      }
    };
    document.addEventListener('focusin', come);
    return {
      steps: found.length + 8,
      end: () => {
        document.removeEventListener('focusin', come);
        // The focus can't move to the only control of a dialog, which has it already.
        if (document.activeElement instanceof HTMLElement) missed.delete(document.activeElement);
        if (held instanceof HTMLElement) held.focus();
        return [...missed].map(([{ outerHTML }, why]) => `${why}: ${outerHTML.slice(0, 160)}`);
      },
    };
  });
  const steps = await controls.evaluate((found) => found.steps);
  for (let pressed = 0; pressed < steps; pressed++) await page.keyboard.press('Tab');
  return controls.evaluate((found) => found.end());
}
