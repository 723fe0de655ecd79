import { expect, type Page, test } from '@playwright/test';

/** Where the browser of a worker lets Lighthouse in. */
export const debugPort = (worker: number) => 6190 + worker;

/** Lighthouse looks at the very tab the test has open, as it is; its score becomes an annotation of the test. */
export async function lighthouse(page: Page, name: string) {
  // Loaded here alone: it takes a while.
  const [{ snapshot }, { default: puppeteer }] = await Promise.all([
    import('lighthouse'),
    import('puppeteer-core'),
  ]);
  const browser = await puppeteer.connect({
    browserURL: `http://127.0.0.1:${debugPort(test.info().parallelIndex)}`,
    defaultViewport: null,
  });
  try {
    // Each tablet has a network line, and with it an address, of its own.
    const target = browser.targets().find((tab) => tab.type() === 'page' && tab.url() === page.url());
    const tab = await target?.page();
    if (tab == null) throw new Error(`Lighthouse finds no tab at ${page.url()}.`);
    const result = await snapshot(tab, {
      flags: {
        onlyCategories: ['accessibility'],
        formFactor: 'desktop',
        screenEmulation: { disabled: true },
        disableFullPageScreenshot: true,
        logLevel: 'silent',
      },
    });
    const audits = Object.values(result?.lhr.audits ?? {});
    const score = 100 * (result?.lhr.categories['accessibility']?.score ?? 0);
    test.info().annotations.push({ type: 'lighthouse', description: `${name}: ${score}` });
    expect
      .soft(
        { score, failed: audits.filter((audit) => audit.score === 0).map(({ id }) => id) },
        `Lighthouse on ${name}`,
      )
      .toEqual({ score: 100, failed: [] });
  } finally {
    await browser.disconnect();
  }
}
