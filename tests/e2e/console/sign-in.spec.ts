import { expect } from '@playwright/test';
import { lookAtDesk, signInOf, test } from '../support/desk';

test('who is signed out signs in and goes on at the same address, filters included', async ({
  stranger,
  setup,
}) => {
  const { page } = stranger;
  await stranger.go('people?role=tenantAdmin');
  await expect(stranger.heading('Sign in')).toBeVisible();
  await lookAtDesk(page, 'sign-in');

  await stranger.typeSignIn({ ...setup.administrator, password: 'not the password' });
  await expect(page.getByRole('alert')).toContainText('Tenant, e-mail or password is wrong');

  await stranger.signIn(setup.administrator);
  await expect(stranger.heading('People')).toBeVisible();
  await expect(page).toHaveURL(/\/console\/people\?role=tenantAdmin$/);
  await expect(page.getByText('2 of', { exact: false })).toBeVisible();

  await page.getByRole('button', { name: 'Administrator 1' }).click();
  await expect(page.getByText('Demo Grocers').last()).toBeVisible();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(stranger.heading('Sign in')).toBeVisible();
  await stranger.go('people');
  await expect(stranger.heading('Sign in')).toBeVisible();
});

test('a sign-in that has ended leads back to signing in, wherever it is noticed', async ({
  stranger,
  setup,
}) => {
  await stranger.go('');
  await stranger.signIn(signInOf(setup, 'privacyOfficer'));
  await expect(stranger.tasks).toBeVisible();
  await stranger.forgetSignIn();
  await stranger.tasks.getByRole('link', { name: 'Devices' }).click();
  await expect(stranger.heading('Sign in')).toBeVisible();
  await stranger.signIn(signInOf(setup, 'privacyOfficer'));
  await expect(stranger.heading('Devices')).toBeVisible();
});

test('@R31 the tasks show what somebody may open, and an address opens no more', async ({ deskOf }) => {
  const desk = await deskOf('storeManager');
  await desk.go('stores');
  await expect(desk.tasks.getByRole('link', { name: 'People' })).toBeVisible();
  await expect(desk.tasks.getByRole('link', { name: 'Changes' })).toHaveCount(0);
  await desk.go('changes');
  await expect(desk.heading('This page is not open to you')).toBeVisible();
  await desk.go('nowhere/at/all');
  await expect(desk.heading('There is no such page')).toBeVisible();
  await lookAtDesk(desk.page, 'missing');
});

test('a keyboard alone gets past the tasks and along them', async ({ deskOf }) => {
  const { page } = await deskOf('administrator');
  await page.goto('/console/people');
  await expect(page.getByRole('table', { name: 'People' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Add a person' })).toBeFocused();
  await page.getByRole('link', { name: 'Devices' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
  await expect(page.locator('main')).toBeFocused();
});
