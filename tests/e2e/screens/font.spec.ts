import { expect, type Page } from '@playwright/test';
import { machineFonts } from '../support/look';
import { test } from '../support/pretend';

const macrons = 'Kāinga tūtū, Ōtautahi, Ēkara, ĀĪŪ';

test('the words are drawn in the font that comes with the app, with macrons, whatever the machine has', async ({
  open,
}) => {
  const tablet = await open();
  const { page } = tablet;
  await expect(tablet.heading('Who are you?')).toBeVisible();
  const seen = await page.evaluate(async (words) => {
    await document.fonts.ready;
    const family = getComputedStyle(document.body).fontFamily;
    const [own = ''] = family.split(',');
    const pen = document.createElement('canvas').getContext('2d')!;
    const width = (font: string) => {
      pen.font = `100px ${font}`;
      return pen.measureText(words).width;
    };
    return {
      loaded: [...document.fonts].filter((font) => own.includes(font.family) && font.status === 'loaded')
        .length,
      ready: document.fonts.check(`600 16px ${own}`, words),
      width: width(family),
      ownWidth: width(own),
      others: ['sans-serif', 'serif', 'monospace'].map(width),
      from: performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.woff2'))
        .map(({ name }) => new URL(name).origin),
    };
  }, macrons);
  // Latin letters, and those with macrons.
  expect(seen.loaded).toBe(2);
  expect(seen.ready).toBe(true);
  expect(new Set(seen.from)).toEqual(new Set([new URL(page.url()).origin]));
  expect(seen.width).toBe(seen.ownWidth);
  expect(seen.others).not.toContain(seen.width);
  expect(await machineFonts(page)).toEqual([]);
});

/** Where every line of words stands, px. */
const places = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, header *, main *')]
      .filter((element) => element.checkVisibility() && element.childElementCount === 0)
      .map((element) => element.getBoundingClientRect())
      .map(({ top, height }) => [Math.round(top), Math.round(height)]),
  );

test('nothing jumps when the font comes late', async ({ browser, store }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  let letItCome: () => void = () => undefined;
  const late = new Promise<void>((resolve) => (letItCome = resolve));
  await page.route('**/*.woff2', async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(`${store}/tablet/?pair=TEST-0001`, { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
  await expect(page.getByText('Alerts show here.')).toBeVisible();
  const before = await places(page);
  expect(await machineFonts(page)).not.toEqual([]);
  letItCome();
  await expect.poll(() => machineFonts(page)).toEqual([]);
  expect(await places(page)).toEqual(before);
  await context.close();
});
