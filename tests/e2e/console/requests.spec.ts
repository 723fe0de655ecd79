import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';

test('@R39 a customer asks on a phone without script, head office answers, and the answer is read with the code', async ({
  deskOf,
  browser,
}) => {
  const officer = await deskOf('privacyOfficer');
  const stores = (await (await officer.page.request.get('/api/stores')).json()) as {
    id: string;
    name: string;
  }[];
  const store = stores[0];
  if (store === undefined) throw new Error('There is no store to ask.');

  // Scripts of the page do not run; axe's own need them, so it looks in a second browser.
  const phone = await browser.newContext({
    baseURL: officer.setup.baseUrl,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const page = await phone.newPage();
  await page.goto(`/privacy/${store.id}`);
  await page.getByRole('link', { name: 'What do you hold about me?' }).click();
  await page.getByLabel('Your name, or an initial').fill('Requester 1');
  await page.getByLabel('When and where were you there?').fill('Last Tuesday at the entrance, i te ata');
  await page.getByRole('button', { name: 'Send' }).click();
  const [number, code] = await page.locator('.number').allTextContents();
  if (number === undefined || code === undefined) throw new Error('No number or no code was shown.');

  await officer.go('requests');
  await expect(officer.page.getByRole('row', { name: number })).toBeVisible();
  await lookAtDesk(officer.page, 'requests');
  await officer.page.getByRole('link', { name: number }).click();
  await expect(officer.page.getByText('Last Tuesday at the entrance, i te ata')).toBeVisible();
  await officer.act('Acknowledge', {}, 'Acknowledge');
  await expect(officer.page.getByText('The request is acknowledged.')).toBeVisible();
  await lookAtDesk(officer.page, 'request');
  await officer.act('Answer', { 'Anything to add': 'Come by if you have questions.' }, 'Answer');
  await expect(officer.page.getByText('Answered', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'See how it stands' }).click();
  await expect(page.getByLabel('Your number')).toHaveValue(number);
  await page.getByLabel('Your private code').fill(code);
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByText('We found nothing about you.')).toBeVisible();
  await expect(page.getByText('Come by if you have questions.')).toBeVisible();
  await phone.close();

  const looking = await browser.newContext({
    baseURL: officer.setup.baseUrl,
    bypassCSP: true,
    viewport: { width: 390, height: 844 },
  });
  const look = await looking.newPage();
  for (const path of [`/privacy/${store.id}`, `/privacy/${store.id}/correct`, '/privacy/follow']) {
    await look.goto(path);
    const { violations } = await new AxeBuilder({ page: look }).setLegacyMode().analyze();
    expect(
      violations.map(({ id }) => id),
      path,
    ).toEqual([]);
    const overflow = await look.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${path} is wider than a phone`).toBeLessThanOrEqual(0);
  }
  await looking.close();
});
