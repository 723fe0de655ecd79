import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const folder = process.env.RETAILGUARD_E2E_SCREENSHOTS ?? 'test-results/screens';
const glovePx = 56;

/** In both themes: a screenshot, no axe violation, nothing to press under 56 px, nothing wider than the screen. */
export async function look(page: Page, name: string) {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, animations: 'disabled' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) })),
        `axe on ${name}, ${colorScheme}`,
      )
      .toEqual([]);
  }
  expect.soft(await smallTargets(page), `targets under ${glovePx} px on ${name}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
}

/** The same in both languages, chosen as a person does it; the screen is left in English. */
export async function lookInBoth(page: Page, name: string) {
  await look(page, name);
  await chooseLanguage(page, 'Te reo Māori');
  await expect(page.locator('html')).toHaveAttribute('lang', 'mi-NZ');
  await look(page, `${name}-mi`);
  await chooseLanguage(page, 'English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-NZ');
}

export async function chooseLanguage(page: Page, name: 'English' | 'Te reo Māori') {
  await page
    .getByRole('button', { name: /: (language|reo)$/ })
    .filter({ visible: true })
    .click();
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
