import { expect } from '@playwright/test';
import { look } from '../support/look';
import { test } from '../support/product';

/** Five seconds of silence, and what the screen needs to say so. */
const offlineWithinMs = 7_000;
const backWithinMs = 30_000;

test('@sign-in a wrong PIN says how many tries are left, the right one opens the store', async ({
  open,
  people: [one],
}) => {
  const tablet = await open(0);
  await expect(tablet.heading('Who are you?')).toBeVisible();
  await look(tablet.page, 'product-people');
  await tablet.typePin(one, one.pin === '000000' ? '000001' : '000000');
  await expect(tablet.page.getByRole('alert').getByText(/\d/)).toBeVisible();
  await look(tablet.page, 'product-pin');
  await tablet.page.keyboard.type(one.pin);
  await tablet.closeOld();
  await look(tablet.page, 'product-idle');
  await tablet.signOut();
  expect((await tablet.page.request.get(`${tablet.line.url}/api/me`)).status()).toBe(401);
});

test('@offline a silent server is told within 5 s, what is old is grey, and it comes back by itself', async ({
  open,
  people: [one],
}) => {
  const tablet = await open(0);
  await tablet.signIn(one);
  await tablet.closeOld();
  tablet.line.mute();
  await expect(tablet.page.getByText('No connection since')).toBeVisible({ timeout: offlineWithinMs });
  await expect(tablet.page.locator('[data-stale="true"]')).toBeVisible();
  await look(tablet.page, 'product-offline');
  tablet.line.restore();
  await expect(tablet.page.getByText('No connection since')).toBeHidden({ timeout: backWithinMs });
  await expect(tablet.page.locator('[data-stale="true"]')).toHaveCount(0);
});

test('@R24 @offline without a connection no vote can be given, and none is sent later', async ({
  open,
  people: [one],
  nextAlert,
}) => {
  const tablet = await open(0);
  await tablet.signIn(one);
  await tablet.closeOld();
  await nextAlert(tablet);
  await tablet.page.getByRole('checkbox', { name: 'Ears' }).click();
  const sent = tablet.listen();
  tablet.line.cut();
  await expect(tablet.page.getByText('your vote can’t be counted')).toBeVisible({ timeout: offlineWithinMs });
  for (const answer of tablet.answers) {
    await expect(answer).toBeDisabled();
    await answer.click({ force: true });
  }
  await look(tablet.page, 'product-vote-offline');
  tablet.line.restore();
  await expect(tablet.page.getByText('No connection since')).toBeHidden({ timeout: backWithinMs });
  await tablet.canVote(5_000);
  expect(sent.filter((request) => request.endsWith('/votes'))).toEqual([]);
  await tablet.vote('Can’t tell');
  await expect(tablet.heading('No match')).toBeVisible();
});
