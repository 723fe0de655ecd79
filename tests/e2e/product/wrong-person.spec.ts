import { expect } from '@playwright/test';
import { look } from '../support/look';
import { test } from '../support/product';

// The last file on purpose: a dispute suspends the entry, and this store's video knows no other.
test('@R28 one tap on a confirmed alert stops it on both tablets and shows the card with its case', async ({
  open,
  people: [one, two],
  nextAlert,
}) => {
  const [first, second] = [await open(0), await open(1)];
  await first.signIn(one);
  await second.signIn(two);
  await first.closeOld();
  await nextAlert(first, second);
  await first.vote('Same person', ['Ears']);
  await second.vote('Same person', ['Nose']);
  await expect(first.heading('Two people confirmed')).toBeVisible();
  await first.button('Disputes it').click();
  for (const { page } of [first, second]) {
    const card = page.getByRole('article', { name: 'Card for the person' });
    await expect(card.getByRole('img', { name: /^Code that opens http/ })).toBeVisible();
    await expect(page.getByText('Do not ask for ID')).toBeVisible();
  }
  const [address] = await first.page.getByRole('img', { name: /^Code that opens/ }).all();
  const url = (await address?.getAttribute('alt'))?.replace('Code that opens ', '') ?? '';
  const told = await first.page.request.get(`${first.line.url}${new URL(url).pathname}`);
  expect(told.status()).toBe(200);
  await look(first.page, 'product-card');
  // R27: what was done is still due.
  await first.button('Done: record the outcome').click();
  await expect(first.heading('Record what was done')).toBeVisible();
  await first.page.getByRole('radio', { name: /^None/ }).click();
  await first.button('Record').click();
  await first.button('Done').click();
  await expect(first.idle).toBeVisible();
});
