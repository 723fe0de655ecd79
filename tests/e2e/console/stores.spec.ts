import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';

test('@R8 a store of one’s own is stopped and resumed, changed, and closed with its reason', async ({
  deskOf,
}) => {
  const desk = await deskOf('administrator');
  const { page } = desk;
  const store = `Store ${Date.now() % 100_000}`;
  await desk.go('stores');
  await expect(page.getByRole('row', { name: 'Store 1' })).toContainText('Open');
  await lookAtDesk(page, 'stores');
  await desk.act('Add a store', { Name: store, Address: '9 Example Street, Whangārei' }, 'Add');
  await page.getByRole('link', { name: store }).click();
  await expect(desk.heading(store)).toBeVisible();
  await expect(page.getByText('This store has no camera yet.')).toBeVisible();
  await desk.act('Add a camera', { Place: 'Main entrance' }, 'Add');
  await expect(page.getByRole('row', { name: 'Main entrance' })).toContainText('In use');

  await desk.act('Stop matching for Main entrance', { Reason: 'The camera was moved.' }, 'Stop matching');
  await expect(page.getByRole('row', { name: 'Main entrance' })).toContainText('“The camera was moved.”');
  await desk.act(`Stop matching for ${store}`, { Reason: 'The notice fell down.' }, 'Stop matching');
  await expect(page.getByText('“The notice fell down.”', { exact: false })).toBeVisible();
  await lookAtDesk(page, 'store');
  await desk.act(`Resume matching for ${store}`, {}, 'Resume matching');
  await expect(page.getByText('“The notice fell down.”', { exact: false })).toHaveCount(0);

  await desk.act('Take Main entrance out of use', { Reason: 'Sent for repair.' }, 'Take out of use');
  await expect(page.getByRole('row', { name: 'Main entrance' })).toContainText('Out of use');
  await desk.act('Change name, address, time zone or country', { Name: `${store} B`, Reason: 'New sign.' }, 'Change');
  await expect(desk.heading(`${store} B`)).toBeVisible();
  await desk.act('Close the store', { Reason: 'Flooded.' }, 'Close the store');
  await expect(page.getByText('Flooded.')).toBeVisible();
  await desk.go('stores?show=closed');
  await expect(page.getByRole('row', { name: `${store} B` })).toContainText('Closed');
});
