import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';

const password = `first-${Math.random().toString(36).slice(2)}-password`;

test('@R24 a person is added, found, vouched for by nobody who made them, changed and disabled, each with its reason', async ({
  deskOf,
}) => {
  const desk = await deskOf('administrator');
  const { page } = desk;
  const person = `Store staff ${Date.now() % 100_000}`;
  const email = `${person.replaceAll(' ', '.').toLowerCase()}@demo.example`;
  await desk.go('people');
  await expect(page.getByRole('table', { name: 'People' })).toBeVisible();
  await lookAtDesk(page, 'people');

  // The server's word for each wrong field stands beside the field.
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  await dialog.getByLabel('Name').fill(person);
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('First password').fill('short');
  await desk.choose('Roles', 'Store staff', dialog);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(
    dialog.getByText('Store staff and managers need at least one store', { exact: false }),
  ).toBeVisible();
  await lookAtDesk(page, 'add-person');
  await dialog.getByLabel('First password').fill(password);
  await desk.choose('Stores', 'Store 2', dialog);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toHaveCount(0);

  // A filter is in the address, and the address brings it back.
  await page.getByLabel('Name or e-mail').fill(person);
  await expect(page).toHaveURL(new RegExp(`q=${person.replaceAll(' ', '(\\+|%20)')}`));
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row', { name: person })).toContainText('Waits for a voucher');

  await page.getByRole('link', { name: person }).click();
  await expect(desk.heading(person)).toBeVisible();
  await lookAtDesk(page, 'person');
  await desk.act(`Vouch for ${person}`, {}, 'I vouch for them');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('your word is not a second one');
  await expect(page.getByRole('dialog').getByRole('link', { name: 'To the people' })).toBeVisible();
  await page.keyboard.press('Escape');

  await desk.act(
    'Change name, roles or stores',
    { Name: `${person} B`, Reason: 'Typing error in the name.' },
    'Change',
  );
  await expect(desk.heading(`${person} B`)).toBeVisible();
  await desk.act('Disable the account', { Reason: 'Left the company.' }, 'Disable');
  await expect(page.getByText('Left the company.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Let them in again' })).toBeVisible();

  await desk.tasks.getByRole('link', { name: 'Changes' }).click();
  await expect(
    page.getByRole('row', { name: `Disabled the account ${person} B Left the company.` }),
  ).toBeVisible();
  await lookAtDesk(page, 'changes');
});

test('a password that was reset is shown once', async ({ deskOf }) => {
  const desk = await deskOf('secondAdministrator');
  await desk.go('people?q=Staff+member+4');
  await desk.page.getByRole('link', { name: 'Staff member 4' }).click();
  await desk.act('Reset the password', {}, 'Reset the password');
  const dialog = desk.page.getByRole('dialog');
  await expect(dialog.getByText('This password is shown once')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(desk.page.getByText('Waits for a voucher')).toBeVisible();
});

test('a tablet pairs by the code, whose picture is its link, and is revoked with its reason', async ({
  deskOf,
  setup,
  request,
}) => {
  const desk = await deskOf('administrator');
  const { page } = desk;
  const tablet = `Counter tablet ${Date.now() % 100_000}`;
  await desk.go('devices');
  await expect(page.getByRole('row', { name: 'Edge connector' })).toBeVisible();
  await lookAtDesk(page, 'devices');
  await page.getByRole('button', { name: 'Make a pairing code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a pairing code' });
  await desk.choose('Store', 'Store 2', dialog);
  await dialog.getByLabel('What the machine will be called').fill(tablet);
  await dialog.getByRole('button', { name: 'Make the code' }).click();
  const picture = dialog.getByRole('img', { name: 'QR code that pairs a tablet' });
  await expect(picture).toBeVisible();
  await lookAtDesk(page, 'pairing-code');
  const code = (await picture.getAttribute('alt'))?.slice(-9);
  await dialog.getByRole('button', { name: 'Done' }).click();

  const paired = await request.post(`${setup.baseUrl}/api/tablet/pair`, { data: { code } });
  expect(paired.ok()).toBe(true);
  await desk.go('devices?kind=tablet&show=paired');
  await desk.act(`Revoke ${tablet}`, { Reason: 'Left behind in a taxi.' }, 'Revoke');
  await expect(page.getByRole('row', { name: tablet })).toHaveCount(0);
  await desk.go('devices?show=revoked');
  await expect(page.getByRole('row', { name: tablet })).toContainText('Revoked');
});
