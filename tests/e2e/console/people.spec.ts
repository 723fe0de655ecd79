import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';
import { codeOf, stepsNow } from '../support/headOffice';

test('@R24 a person is invited, found, changed and disabled, each with its reason', async ({ deskOf }) => {
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
  await desk.choose('Roles', 'Store staff', dialog);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(
    dialog.getByText('Store staff and managers need at least one store', { exact: false }),
  ).toBeVisible();
  await lookAtDesk(page, 'add-person');
  await desk.choose('Stores', 'Store 2', dialog);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('This invitation is shown once')).toBeVisible();
  await lookAtDesk(page, 'invitation-shown');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toHaveCount(0);

  // A filter is in the address, and the address brings it back.
  await page.getByLabel('Name or e-mail').fill(person);
  await expect(page).toHaveURL(new RegExp(`q=${person.replaceAll(' ', '(\\+|%20)')}`));
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row', { name: person })).toContainText('Has not accepted the invitation');

  await page.getByRole('link', { name: person }).click();
  await expect(desk.heading(person)).toBeVisible();
  await lookAtDesk(page, 'person');
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

test('@R24 who is invited anew chooses a password, and whoever invited them cannot vouch for them', async ({
  deskOf,
  stranger,
}) => {
  const desk = await deskOf('secondAdministrator');
  const { page } = desk;
  await desk.go('people?q=Staff+member+4');
  await page.getByRole('link', { name: 'Staff member 4' }).click();
  await desk.act('Invite to choose a new password', {}, 'Invite');
  const dialog = page.getByRole('dialog');
  const link = await dialog.getByText('/console/invitation#').textContent();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Has not accepted the invitation')).toBeVisible();

  await stranger.page.goto(link ?? '');
  await expect(stranger.heading('Your invitation')).toBeVisible();
  await lookAtDesk(stranger.page, 'invitation');
  await stranger.page.getByRole('button', { name: 'Go on' }).click();
  await expect(stranger.heading('Kia ora, Staff member 4')).toBeVisible();
  await lookAtDesk(stranger.page, 'choose-password');
  await stranger.page.getByLabel('Your password').fill('quiet tui at dawn');
  await stranger.page.getByLabel('The same again').fill('quiet tui at dusk');
  await stranger.page.getByRole('button', { name: 'Choose the password' }).click();
  await expect(stranger.page.getByText('The two are not the same.')).toBeVisible();
  await stranger.page.getByLabel('The same again').fill('quiet tui at dawn');
  await stranger.page.getByRole('button', { name: 'Choose the password' }).click();
  await expect(stranger.tasks).toBeVisible();

  await page.reload();
  await expect(page.getByText('Waits for a voucher')).toBeVisible();
  await desk.act('Vouch for Staff member 4', {}, 'I vouch for them');
  await expect(dialog.getByRole('alert')).toContainText('your word is not a second one');
  await expect(dialog.getByRole('link', { name: 'To the people' })).toBeVisible();
});

test('a new privacy officer sets up a second factor before anything else, and keeps it', async ({
  deskOf,
  stranger,
  setup,
}) => {
  const { page: admin } = await deskOf('administrator');
  const email = `officer.${Date.now() % 100_000}@demo.example`;
  const data = { name: 'Privacy officer 2', email, roles: ['privacyOfficer'], storeIds: [] };
  const added = (await (await admin.request.post(`${setup.baseUrl}/api/people`, { data })).json()) as {
    invitation: { code: string };
  };
  const { page } = stranger;
  await stranger.go('invitation');
  await page.getByLabel('The code on your invitation').fill(added.invitation.code.toLowerCase());
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Your password').fill('quiet tui at dawn');
  await page.getByLabel('The same again').fill('quiet tui at dawn');
  await page.getByRole('button', { name: 'Choose the password' }).click();

  await expect(stranger.heading('Set up a second factor')).toBeVisible();
  await lookAtDesk(page, 'set-up-second-factor');
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  await lookAtDesk(page, 'authenticator');
  const key = (await dialog.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4})+$/).textContent()) ?? '';
  const officer = { name: '', email, password: '', authenticatorKey: key.replaceAll(' ', '') };
  await dialog.getByLabel('The code that it shows now').fill('000000');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The code is not the app');
  await dialog.getByLabel('The code that it shows now').fill(codeOf(officer, stepsNow()[0] ?? 0));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog.getByText('These codes are shown once')).toBeVisible();
  await lookAtDesk(page, 'recovery-codes');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(stranger.tasks).toBeVisible();
  await stranger.go('security');
  await expect(page.getByText('10 left')).toBeVisible();
  await lookAtDesk(page, 'security');
  await page.getByRole('button', { name: 'Remove the app' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog.getByRole('alert')).toContainText('this is your only one');
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
