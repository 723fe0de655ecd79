import { expect } from '@playwright/test';
import { chooseLanguage, inMaori, look, lookInBoth, openLanguages } from '../support/look';
import { changePerson, changeStore, signOutAfter, type Size, sizes, test, two } from '../support/pretend';

for (const size of Object.keys(sizes) as Size[]) {
  test.describe(size, () => {
    test('pairing and signing in by password', async ({ open }) => {
      const tablet = await open(size, '');
      await expect(tablet.heading('Pair this tablet')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-01-pair`);
      await tablet.page.getByLabel('Pairing code').fill('wrong123');
      await tablet.button('Pair').click();
      await expect(tablet.page.getByText('This code is wrong or was used.')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-02-pair-refused`);
      await tablet.button('Sign in with a password instead').click();
      await lookInBoth(tablet.page, `${size}-03-password`);
      await tablet.page.getByLabel('Organisation').fill('demo');
      await tablet.page.getByLabel('E-mail').fill('p1@store.test');
      await tablet.page.getByRole('textbox', { name: 'Password' }).fill('password');
      await tablet.button('Sign in').click();
      await expect(tablet.heading('Which store?')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-04-store`);
      await tablet.button('Store 1').click();
      await expect(tablet.idle).toBeVisible();
      await tablet.button('Sign out').click();
      await expect(tablet.heading('Sign in')).toBeVisible();
    });

    test('people, PIN and the idle screen', async ({ open }) => {
      const tablet = await open(size);
      await expect(tablet.heading('Who are you?')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-05-people`);
      await tablet.typePin(two, '999999');
      await expect(tablet.page.getByText('4 tries left')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-06-pin-wrong`);
      await tablet.page.getByLabel('PIN, 6 digits').pressSequentially(two.pin);
      await expect(tablet.idle).toBeVisible();
      await expect(tablet.page.getByText('Armed')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-07-idle`);
      await openLanguages(tablet.page);
      await expect(tablet.page.getByText('Awaiting a licensed translator’s review')).toBeVisible();
      await look(tablet.page, `${size}-07-language`);
      await tablet.page.keyboard.press('Escape');
      await inMaori(tablet.page, async () => {
        await openLanguages(tablet.page);
        await look(tablet.page, `${size}-07-language-mi`);
        await tablet.page.keyboard.press('Escape');
      });
    });

    test('@R8 what is stopped and why, and a connection that is lost', async ({ open, request }) => {
      const tablet = await open(size);
      await tablet.signIn(two);
      await expect(tablet.idle).toBeVisible();
      const cameras = ['Entrance 1', 'Entrance 2', 'Checkout'].map((name, i) => ({
        id: `c${i + 1}`,
        name,
        state: 'live',
        armed: true,
        reason: null as string | null,
      }));
      await changeStore(request, {
        cameras: cameras.map((camera, i) =>
          i === 1
            ? { ...camera, armed: false, reason: 'Stopped by Store manager 1: it looks at the street.' }
            : i === 2
              ? { ...camera, state: 'silent' }
              : camera,
        ),
      });
      await expect(tablet.page.getByText('it looks at the street')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-08-camera-stopped`);
      await changeStore(request, {
        armed: false,
        reason: 'The notice at Entrance 2 has lapsed. A manager renews it in the console.',
        cameras,
      });
      await expect(tablet.page.getByText('Disarmed')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-09-disarmed`);
      await changeStore(request, { armed: true, reason: null });
      tablet.line.cut();
      await expect(tablet.page.getByText('No connection since')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-10-offline`);
      tablet.line.restore();
      await expect(tablet.page.getByText('No connection since')).toBeHidden({ timeout: 20_000 });
    });

    test('nobody uses the tablet', async ({ open, request }) => {
      const tablet = await open(size);
      await signOutAfter(request, 31);
      await tablet.signIn(two);
      await expect(tablet.page.getByText('Still there?')).toBeVisible();
      await look(tablet.page, `${size}-11-still-there`);
      await expect(tablet.page.getByText('nobody used the tablet')).toBeVisible({ timeout: 40_000 });
      await look(tablet.page, `${size}-12-signed-out`);
      await inMaori(tablet.page, async () => {
        await look(tablet.page, `${size}-12-signed-out-mi`);
        await tablet.page.getByRole('button', { name: two.name }).click();
        await tablet.page.keyboard.type(two.pin);
        await expect(tablet.page.getByText('Kei konei tonu koe?')).toBeVisible();
        await look(tablet.page, `${size}-11-still-there-mi`);
        await tablet.page.getByRole('dialog').getByRole('button', { name: 'Takiputa' }).click();
        await expect(tablet.heading('Ko wai koe?')).toBeVisible();
      });
    });

    test('@R24 who was invited chooses password and PIN on the tablet', async ({ open, request }) => {
      await changePerson(request, { id: 'p3', pin: null, invitation: 'ABCD-EFGH-JKLM-NPQR' });
      const tablet = await open(size);
      const { page } = tablet;
      await page.getByRole('button', { name: 'Store staff 2' }).click();
      await lookInBoth(page, `${size}-13-invitation`);
      await page.getByLabel('The code on your invitation').fill('ABCD-EFGH-JKLM-NPQR');
      await expect(tablet.button('Next')).toBeDisabled();
      await page.getByLabel('A password of your own').fill('quiet tui at dawn');
      await tablet.button('Next').click();
      for (const digit of '314159314159') await tablet.button(`Digit ${digit}`).click();
      await expect(tablet.idle).toBeVisible();
    });

    test('the first PIN is chosen by its owner, and a weak one is refused with the reason', async ({
      open,
      request,
    }) => {
      await changePerson(request, { id: 'p3', pin: null });
      const tablet = await open(size);
      const { page } = tablet;
      await page.getByRole('button', { name: 'Store staff 2' }).click();
      await page.getByLabel('Your password').fill('wrong');
      await tablet.button('Next').click();
      const type = async (pin: string) => {
        for (const digit of pin) await tablet.button(`Digit ${digit}`).click();
      };
      await lookInBoth(page, `${size}-13-own-pin`);
      await type('121212');
      await expect(tablet.heading('The same PIN again')).toBeVisible();
      await type('121212');
      await expect(page.getByText('That password is wrong')).toBeVisible();
      await lookInBoth(page, `${size}-14-own-pin-password`);
      await page.getByLabel('Your password').fill('password');
      await tablet.button('Next').click();
      await type('121212');
      await type('121212');
      await expect(page.getByText('at least three of them different')).toBeVisible();
      await lookInBoth(page, `${size}-15-own-pin-weak`);
      await type('314159');
      await type('271828');
      await expect(page.getByText('The two PINs were not the same')).toBeVisible();
      await type('314159');
      await type('314159');
      await expect(tablet.idle).toBeVisible();
      await tablet.signOut();
      await tablet.signIn({ name: 'Store staff 2', pin: '314159' });
      await expect(tablet.idle).toBeVisible();
    });

    test('the server is out of reach from the start', async ({ open }) => {
      const tablet = await open(size);
      await expect(tablet.heading('Who are you?')).toBeVisible();
      // The second load comes from the service worker: only the shell is there without a server.
      await tablet.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      tablet.line.cut();
      await tablet.page.reload();
      await expect(tablet.heading('No connection')).toBeVisible();
      await lookInBoth(tablet.page, `${size}-16-unreachable`);
    });
  });
}

test('the language is remembered by the tablet, and the page says which it is', async ({ open }) => {
  const tablet = await open();
  await chooseLanguage(tablet.page, 'Te reo Māori');
  await tablet.page.reload();
  await expect(tablet.heading('Ko wai koe?')).toBeVisible();
  await expect(tablet.page.locator('html')).toHaveAttribute('lang', 'mi-NZ');
  await expect(tablet.page.getByText(/Rā\S+, \d+ \S+/)).toBeVisible();
});
