import { expect } from '@playwright/test';
import { signIn } from '../support/headOffice';
import { look } from '../support/look';
import { test } from '../support/product';
import { tabletsNeeded } from '../support/setup';
import { Tablet } from '../support/tablet';

/** Five seconds, and what the screen needs to say so. */
const cutOffWithinMs = 7_000;

test('@revoked a tablet that is revoked while somebody works on it asks to be paired, and is nobody’s', async ({
  browser,
  request,
  setup: { administrator, baseUrl, stores, tenant },
  people: [one],
}) => {
  const tablet = await Tablet.open(
    browser,
    baseUrl,
    undefined,
    `?pair=${stores[0]?.tabletCodes[tabletsNeeded]}`,
  );
  await expect(tablet.heading('Who are you?')).toBeVisible();
  await tablet.signIn(one);
  await tablet.closeOld();
  await signIn(request, baseUrl, tenant, administrator);
  const paired = (await (await request.get(`${baseUrl}/api/devices?storeId=${stores[0]?.id}`)).json()) as {
    id: string;
    pairedAt: string;
  }[];
  const newest = paired.sort((a, b) => b.pairedAt.localeCompare(a.pairedAt))[0];

  const revoked = await request.post(`${baseUrl}/api/devices/${newest?.id}/revoke`, {
    data: { reason: 'Lost.' },
  });

  expect(revoked.status()).toBe(204);
  await expect(tablet.heading('Pair this tablet')).toBeVisible({ timeout: cutOffWithinMs });
  await look(tablet.page, 'product-revoked');
  await tablet.page.reload();
  await expect(tablet.heading('Pair this tablet')).toBeVisible();
  expect((await tablet.page.request.get(`${tablet.line.url}/api/tablet`)).status()).toBe(401);
  await tablet.close();
});
