import { expect, type Page } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';
import { entrancesOf, photoAt, photograph } from '../support/poster';
import { readSetup } from '../support/setup';
import { Tablet } from '../support/tablet';

const { baseUrl, tenant, stores } = readSetup();
const [store] = stores;
const [manager] = store?.people ?? [];
if (store === undefined || manager === undefined) throw new Error('There is no store with people.');

/** The store's own screen, which says whether anybody is matched. */
const openTablet = async (browser: Parameters<typeof Tablet.open>[0]) => {
  const tablet = await Tablet.open(browser, baseUrl);
  const { page } = tablet;
  await tablet.button('Sign in with a password instead').click();
  await page.getByLabel('Organisation').fill(tenant);
  await page.getByLabel('E-mail').fill(manager.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(manager.password);
  await tablet.button('Sign in').click();
  await tablet.closeOld();
  // An alert that covers the first screen is let go; its entry then alerts nobody here for a while.
  await page.addLocatorHandler(
    tablet.heading('Is this the same person?'),
    async () => {
      await page.getByRole('button', { name: /^Can’t tell/ }).click();
      await tablet.button('Done').click();
    },
    { noWaitAfter: true },
  );
  return tablet;
};

/** Alerts may have to be let go first. */
const within = { timeout: 60_000 };
const armed = (page: Page) => page.getByText('Armed', { exact: true });
const disarmed = (page: Page) => page.getByText('Disarmed: no face is compared');

test('@R33 @R34 a setting that the notice speaks of changes: nobody is matched until it is published anew and its posters hang', async ({
  deskOf,
  browser,
}) => {
  const tablet = await openTablet(browser);
  await expect(armed(tablet.page)).toBeVisible(within);
  const officer = await deskOf('privacyOfficer');
  const { page } = officer;
  await officer.go('notices');
  await expect(page.getByText('It says what the product does.')).toBeVisible();
  await lookAtDesk(page, 'notices');

  const days = page.getByText(/^\d+ days?, or until a complaint/);
  const next = (await days.textContent())?.startsWith('21') === true ? '20' : '21';
  await officer.act('Change how long', { Days: next }, 'Change');
  await expect(page.getByText('The published notice is no longer true')).toBeVisible();
  await expect(disarmed(tablet.page)).toBeVisible(within);
  await expect(tablet.page.getByText('The notice is not true any more.')).toBeVisible();
  await lookAtDesk(page, 'notices-stale');
  await officer.go('today');
  await expect(page.getByText('A setting has changed that the notice speaks of.')).toBeVisible();
  await lookAtDesk(page, 'today-notice');

  await officer.go('notices');
  await page.getByRole('button', { name: /^Publish version/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/entrances? needs? a new poster/)).toBeVisible();
  await lookAtDesk(page, 'notices-publish');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('It says what the product does.')).toBeVisible();
  await officer.go('notices/versions');
  await expect(page.getByText('days that confirmed alerts are kept')).toBeVisible();
  await lookAtDesk(page, 'notices-versions');

  // What hangs says what was true before, in every store; another person of each photographs the new posters.
  await expect(tablet.page.getByText(/A poster is not photographed yet/)).toBeVisible();
  const administrator = await deskOf('administrator');
  for (const entrance of await entrancesOf(administrator.page.request)) {
    if (entrance.storeId !== store.id) {
      await photograph(administrator.page.request, entrance);
      continue;
    }
    await tablet.button('Notices').click();
    const notices = tablet.page.getByRole('dialog');
    const row = notices.getByRole('listitem').filter({ hasText: entrance.name });
    await row.locator('input').setInputFiles(await photoAt(entrance));
    await expect(notices.getByText(`${entrance.name}: on record.`)).toBeVisible();
    await notices.getByRole('button', { name: 'Done' }).click();
  }
  await expect(armed(tablet.page)).toBeVisible(within);
  await tablet.close();
});

test('@R33 an entrance is added: nobody is matched until its poster is photographed, and closing it ends that', async ({
  deskOf,
  browser,
}) => {
  const tablet = await openTablet(browser);
  await expect(armed(tablet.page)).toBeVisible(within);
  const desk = await deskOf('administrator');
  const { page } = desk;
  const name = `Side entrance ${Date.now() % 100_000}`;
  await desk.go('notices');
  await page.getByRole('button', { name: 'Add an entrance' }).click();
  await desk.choose('Store', store.name, page.getByRole('dialog'));
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row', { name })).toContainText('Not hung');
  await expect(disarmed(tablet.page)).toBeVisible(within);
  await desk.go('notices?state=notHung');
  await lookAtDesk(page, 'notices-not-hung');
  await page.getByRole('button', { name: `Print for ${name}, ${store.name}` }).click();
  await lookAtDesk(page, 'notices-print');
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Poster A3' }).click();
  expect((await download).suggestedFilename()).toBe('poster-a3.pdf');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name }).click();
  await expect(page.getByText('Nobody has photographed a poster here yet.')).toBeVisible();
  const added = (await entrancesOf(page.request)).find((entrance) => entrance.name === name);
  if (added === undefined) throw new Error('The entrance is not on record.');
  await page.getByRole('button', { name: 'Put a photograph on record' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type="file"]').setInputFiles(await photoAt(added));
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByText('It counts to the end of')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'The poster of now' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Photograph of .*larger$/ })).toBeVisible();
  await expect(armed(tablet.page)).toBeVisible(within);
  await lookAtDesk(page, 'entrance');

  await desk.act('Close the entrance', {}, 'Close the entrance');
  await expect(desk.heading('Notices')).toBeVisible();
  await expect(page.getByRole('row', { name })).toHaveCount(0);
  await tablet.close();
});

test('@R32 what is missing is named beside its field, and the words in te reo Māori keep their gaps', async ({
  deskOf,
}) => {
  const desk = await deskOf('privacyOfficer');
  const { page } = desk;
  await desk.go('notices/words');
  const legalName = page.getByLabel('Legal name');
  const before = await legalName.inputValue();
  await lookAtDesk(page, 'notices-words');
  await legalName.fill('');
  await page.getByLabel('E-mail').fill('no address');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText(/^E-mail must be an e-mail address/)).toBeVisible();
  await page.getByLabel('E-mail').fill('privacy@demo.example');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByRole('link', { name: /^Legal name is missing/ }).click();
  await expect(legalName).toBeFocused();
  await lookAtDesk(page, 'notices-missing');
  await legalName.fill(before);
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('Before it can be published')).toHaveCount(0);

  const own = page.getByLabel(/^Own words for Cameras at the entrance/);
  await own.fill('He kāmera kei te tomokanga.');
  await page.getByRole('button', { name: 'Put the review on record' }).click();
  await expect(page.getByText('The text must have these gaps, and no other: {store}')).toBeVisible();
  await own.scrollIntoViewIfNeeded();
  await lookAtDesk(page, 'notices-maori');
  await own.fill('');
  await page.getByRole('button', { name: 'Put the review on record' }).click();
  await expect(page.getByText('The translator’s review is on record.')).toBeVisible();
});
