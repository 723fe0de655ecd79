import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const cli = fileURLToPath(
  new URL('../../../infra/tools/Evaluate/bin/Release/net10.0/retailguard-evaluate.dll', import.meta.url),
);
const widths = { desktop: 1280, phone: 360 };
const leastWordsPx = 10;
const leastContrast = 3;

/** People as random directions, pictures as noise around them, so that every part of the page has something to show. */
function* simulated(people: number, pictures: number, values: number) {
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const direction = () => Array.from({ length: values }, () => random() + random() + random() - 1.5);
  for (let person = 0; person < people; person++) {
    const own = direction();
    for (let picture = 0; picture < pictures; picture++) {
      const noise = direction();
      const template = own.map((value, i) => value + 0.9 * noise[i]!);
      yield { person: `P${person}`, image: `P${person}/${picture}.jpg`, template, gate: 'probe' };
    }
  }
  yield { person: 'P0', image: 'P0/empty.jpg', reason: 'picture-empty' };
}

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retailguard-report-'));
  const lines = join(folder, 'embeddings.jsonl');
  await writeFile(lines, [...simulated(90, 4, 24)].map((line) => JSON.stringify(line)).join('\n'));
  await promisify(execFile)('dotnet', [
    ...[cli, 'evaluate', '--embeddings', lines, '--report', folder],
    ...['--bootstrap', '40', '--rounds', '1'],
  ]);
});
test.afterAll(() => rm(folder, { recursive: true }));

for (const [size, width] of Object.entries(widths)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`@R3 the report on accuracy and expected false alerts is readable by everyone: ${size}, ${colorScheme}`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(pathToFileURL(join(folder, 'report.html')).href);
      await expect(
        page.getByRole('heading', { name: 'Expected false alerts per store and day' }),
      ).toBeVisible();

      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.locator('table:not(:has(> caption)), th:not([scope])').count()).toBe(0);
      await expect(page.getByRole('img', { name: /dots carry|full line/ })).toHaveCount(2);
      expect(await smallWords(page), `words of a chart under ${leastWordsPx} px`).toEqual([]);
      expect(await faintLines(page), `lines of a chart with a contrast under ${leastContrast}`).toEqual([]);
    });
  }
}

const smallWords = (page: Page) =>
  page.evaluate(
    (least) =>
      [...document.querySelectorAll<SVGTextElement>('svg text')]
        .map((text) => ({
          words: text.textContent,
          px: parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.d || 1),
        }))
        // Words that stand upright have no height of their own in this measure.
        .filter(({ px }) => px > 0.01 && px < least),
    leastWordsPx,
  );

/** What axe does not look at: the curves and dots against the page, by WCAG's formula (1.4.11). */
const faintLines = (page: Page) =>
  page.evaluate((least) => {
    const luminance = (colour: string) => {
      const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? [])
        .map((value) => Number(value) / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = luminance(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll('svg polyline, svg circle')]
      .map((shape) => {
        const { stroke, fill } = getComputedStyle(shape);
        const ink = luminance(shape.matches('circle') ? fill : stroke);
        return {
          shape: shape.outerHTML.slice(0, 60),
          contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05),
        };
      })
      .filter(({ contrast }) => contrast < least);
  }, leastContrast);
