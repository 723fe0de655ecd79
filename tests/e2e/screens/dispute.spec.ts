import { expect } from '@playwright/test';
import { lookInBoth } from '../support/look';
import { changeAlert, confirm, one, raise, type Size, sizes, test } from '../support/pretend';

for (const size of Object.keys(sizes) as Size[]) {
  test.describe(size, () => {
    test('@R28 one tap stops a confirmed alert, shows the card, and the outcome stays due', async ({
      open,
      request,
    }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      await raise(request);
      await confirm(tablet);
      await tablet.button('Disputes it').click();
      const card = page.getByRole('article', { name: 'Card for the person' });
      await expect(card).toContainText(/RG-26-\d{4}/);
      await expect(card.getByRole('img', { name: /^Code that opens https/ })).toBeVisible();
      await expect(card.locator('[lang="en-NZ"]').first()).toBeVisible();
      await expect(card.locator('[lang="mi-NZ"]').first()).toBeVisible();
      await expect(page.getByText('Do not ask for ID')).toBeVisible();
      await expect(page.locator('body')).not.toContainText('Subject A');
      await lookInBoth(page, `${size}-50-card`);
      await page.emulateMedia({ media: 'print' });
      await expect(page.getByText('Do not ask for ID')).toBeHidden();
      await expect(card).toBeVisible();
      await page.screenshot({ path: `test-results/screens/${size}-51-card-printed.png` });
      await page.emulateMedia({ media: 'screen' });

      // It is in the person's hands: no other face comes over it, and a lost line does not take it away.
      await raise(request);
      await expect(tablet.button('Look at the next alert')).toBeVisible();
      await expect(card).toBeVisible();
      tablet.line.cut();
      await expect(page.getByText('No connection since')).toBeVisible();
      await expect(card).toBeVisible();
      tablet.line.restore();
      await expect(page.getByText('No connection since')).toBeHidden({ timeout: 20_000 });
      await tablet.button('Done: record the outcome').click();
      await tablet.canVote(5_000);
      await tablet.vote('Can’t tell');
      await tablet.button('Done').click();
      await expect(tablet.heading('Record what was done')).toBeVisible();
      await lookInBoth(page, `${size}-52-record-disputed`);
      await page.getByRole('radio', { name: /None/ }).click();
      await tablet.button('Record').click();
      await tablet.button('Done').click();
      await tablet.page.getByRole('button', { name: /Show the card of case/ }).click();
      await expect(card).toBeVisible();
      await tablet.button('Done').click();
      await expect(tablet.idle).toBeVisible();
    });

    test('@R28 @offline a dispute without a connection is refused honestly, with what to do', async ({
      open,
      request,
    }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      const id = await raise(request);
      await tablet.canVote(5_000);
      tablet.line.mute();
      await expect(page.getByText('your vote can’t be counted')).toBeVisible({ timeout: 7_000 });
      const sent = tablet.listen();
      await tablet.button('Disputes it').click();
      await expect(tablet.heading('Stop. Step back.')).toBeVisible();
      await expect(page.getByText('the dispute is not recorded yet')).toBeVisible();
      await expect(page.getByText(/Write down the time: \d\d:\d\d/)).toBeVisible();
      await expect(tablet.button('Record the dispute now')).toBeDisabled();
      await lookInBoth(page, `${size}-53-dispute-offline`);
      tablet.line.restore();
      await expect(tablet.button('Record the dispute now')).toBeEnabled({ timeout: 20_000 });
      expect(sent.filter((request) => request.endsWith('/dispute'))).toEqual([]);
      await tablet.button('Record the dispute now').click();
      await expect(page.getByText(/RG-26-\d{4}/).first()).toBeVisible();
      await changeAlert(request, { id });
      await tablet.button('Done').click();
      await expect(tablet.idle).toBeVisible();
    });
  });
}

test('@offline a press counts though the connection goes or comes while the finger is down', async ({
  open,
  request,
}) => {
  const tablet = await open();
  const { page } = tablet;
  await tablet.signIn(one);
  await raise(request);
  await confirm(tablet);
  await tablet.button('Disputes it').click();
  const done = tablet.button('Done: record the outcome');
  await done.hover();
  await page.mouse.down();
  tablet.line.cut();
  await expect(page.getByText('No connection since')).toBeVisible();
  await page.mouse.up();
  await expect(tablet.heading('Record what was done')).toBeVisible();
  const later = tablet.button('Record it later');
  await later.hover();
  await page.mouse.down();
  tablet.line.restore();
  await expect(page.getByText('No connection since')).toBeHidden({ timeout: 20_000 });
  await page.mouse.up();
  await expect(tablet.idle).toBeVisible();
});

test('@R28 the button is on every screen of an alert, at the same place', async ({ open, request }) => {
  const tablet = await open();
  await tablet.signIn(one);
  const id = await raise(request);
  const places: unknown[] = [];
  const note = async () => {
    const box = await tablet.button('Disputes it').boundingBox();
    places.push(box && { right: Math.round(box.x + box.width), y: Math.round(box.y), height: box.height });
  };
  await tablet.canVote(5_000);
  await note();
  await confirm(tablet);
  await expect(tablet.heading('Two people confirmed')).toBeVisible();
  await note();
  await changeAlert(request, { id, state: 'frozen', stopped: 'entryRemoved' });
  await expect(tablet.heading('Record what was done')).toBeVisible();
  await note();
  await tablet.page.getByRole('radio', { name: /None/ }).click();
  await tablet.button('Record').click();
  await expect(tablet.heading('Stop. Do not approach.')).toBeVisible();
  await note();
  expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(1);
  expect(places[0]).not.toBeNull();
  await lookInBoth(tablet.page, 'tablet-54-frozen-recorded');
});
