import { expect } from '@playwright/test';
import { lookAtDesk, signInOf, test } from '../support/desk';
import { Provider } from '../support/provider';

test('@R24 a provider that two administrators set up signs in who has linked their account there', async ({
  deskOf,
  stranger,
  setup,
}) => {
  const provider = await Provider.start({ subject: 'account-1', email: 'manager1@work.example' });
  try {
    const first = await deskOf('administrator');
    await first.go('single-sign-on');
    await expect(first.page.getByText('No provider is set up.')).toBeVisible();
    await lookAtDesk(first.page, 'single-sign-on-none');
    await first.page.getByRole('button', { name: 'Set it up' }).click();
    await expect(first.page.getByRole('dialog')).toBeVisible();
    await lookAtDesk(first.page, 'single-sign-on-set');
    await first.page.keyboard.press('Escape');
    await first.act(
      'Set it up',
      {
        Name: 'Work accounts',
        Issuer: `${provider.issuer}/`,
        'Client ID': provider.clientId,
        'Client secret': provider.clientSecret,
      },
      'Save',
    );
    await expect(first.page.getByText('It signs nobody in yet')).toBeVisible();

    // Letter for letter: the slash too many is found before anybody is locked out by it.
    await first.page.getByRole('button', { name: 'Try it' }).click();
    await expect(first.page.getByText('letter for letter')).toBeVisible();
    await lookAtDesk(first.page, 'single-sign-on-wrong');
    await first.act('Change it', { Issuer: provider.issuer, 'Client secret': provider.clientSecret }, 'Save');
    await first.page.getByRole('button', { name: 'Try it' }).click();
    await expect(first.page.getByText('The provider answers as it should.')).toBeVisible();
    await expect(first.page.getByRole('button', { name: 'Approve it' })).toHaveCount(0);

    const second = await deskOf('secondAdministrator');
    await second.go('single-sign-on');
    await second.act('Approve it', {}, 'Approve it');
    await expect(second.page.getByText('0 people are linked')).toBeVisible();
    await lookAtDesk(second.page, 'single-sign-on');

    // A store manager links the account there, signed in with the password.
    const { page } = stranger;
    await stranger.go('security');
    await stranger.signIn(signInOf(setup, 'storeManager'));
    await expect(stranger.heading('Your sign-in')).toBeVisible();
    await page.getByRole('button', { name: 'Link my account' }).click();
    await page.getByRole('link', { name: 'Go on as manager1@work.example' }).click();
    await expect(page.getByText('Your account is linked')).toBeVisible();
    await page.getByRole('link', { name: 'Back to your sign-in' }).click();
    await expect(page.getByText('Linked with manager1@work.example')).toBeVisible();
    await lookAtDesk(page, 'single-sign-on-own');

    // And signs in with it, where they wanted to go.
    await stranger.forgetSignIn();
    await stranger.go('stores');
    await page.getByLabel('Organisation').fill(setup.tenant);
    await page.getByLabel('E-mail').focus();
    const button = page.getByRole('button', { name: 'Sign in with Work accounts' });
    await expect(button).toBeVisible();
    await lookAtDesk(page, 'single-sign-on-offer');
    await button.click();
    await page.getByRole('link', { name: 'Go on as manager1@work.example' }).click();
    await expect(stranger.heading('Stores')).toBeVisible();

    // Without the provider the sign-in ends, and the password works on.
    await second.act('Remove it', {}, 'Remove it');
    await expect(second.page.getByText('No provider is set up.')).toBeVisible();
    await stranger.go('stores');
    await expect(stranger.heading('Sign in')).toBeVisible();
    await expect(button).toHaveCount(0);
    await stranger.signIn(signInOf(setup, 'storeManager'));
    await expect(stranger.heading('Stores')).toBeVisible();
  } finally {
    await provider.stop();
  }
});
