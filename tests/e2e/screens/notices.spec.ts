import { expect } from '@playwright/test';
import { inMaori, look, lookInBoth } from '../support/look';
import { photoOf } from '../support/poster';
import { changeEntrance, changeStore, inSeconds, one, type Size, sizes, test } from '../support/pretend';

for (const size of Object.keys(sizes) as Size[]) {
  test(`${size} @R33 a poster is photographed: what is due, a refusal, and until when it counts`, async ({
    open,
    request,
  }) => {
    await changeEntrance(request, { id: 'n1', state: 'notHung', attestedAt: null, validUntil: null });
    await changeEntrance(request, { id: 'n2', validUntil: inSeconds(3 * 86_400) });
    await changeStore(request, { armed: false, reason: 'No photograph.', reasonCode: 'notice-not-hung' });
    const tablet = await open(size);
    const { page } = tablet;
    await tablet.signIn(one);
    await expect(page.getByText('To photograph: the poster at Main entrance.')).toBeVisible();
    await lookInBoth(page, `${size}-94-poster-due`);

    const dialog = page.getByRole('dialog');
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await press('Notices');
    await expect(dialog.getByText('Not photographed')).toBeVisible();
    await look(page, `${size}-95-notices`);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await inMaori(page, async () => {
      await press('Ngā pānui');
      await expect(dialog).toBeVisible();
      await look(page, `${size}-95-notices-mi`);
      await dialog.getByRole('button', { name: 'Kua oti' }).click();
    });

    const photo = await photoOf('https://demo.example/n/00000000000000');
    await page.route('**/attestations', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        json: { status: 422, code: 'poster-with-person', detail: '' },
      }),
    );
    await press('Notices');
    await dialog.locator('input[type="file"]').first().setInputFiles(photo);
    await expect(dialog.getByText('Take it again when nobody stands there.')).toBeVisible();
    await look(page, `${size}-96-poster-refused`);
    await page.unroute('**/attestations');
    await dialog.locator('input[type="file"]').first().setInputFiles(photo);
    await expect(dialog.getByText('Main entrance: on record. It counts to the end of')).toBeVisible();
    await look(page, `${size}-97-poster-on-record`);

    tablet.line.cut();
    await expect(dialog.getByText('No connection: no photograph can be sent now.')).toBeVisible();
    await expect(
      dialog.getByRole('button', { name: 'Photograph the poster at Main entrance' }),
    ).toBeDisabled();
  });
}
