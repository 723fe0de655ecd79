import { expect } from '@playwright/test';
import { inMaori, look, lookInBoth } from '../support/look';
import { changeAlert, confirm, inSeconds, one, raise, type Size, sizes, test, two } from '../support/pretend';

for (const size of Object.keys(sizes) as Size[]) {
  test.describe(size, () => {
    test('@R24 @R25 @R26 @R27 an alert, confirmed on one tablet', async ({ open, request }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await expect(tablet.heading('Who are you?')).toBeVisible();
      await raise(request);
      await expect(page.getByText('An alert is waiting')).toBeVisible();
      await lookInBoth(page, `${size}-20-people-alert`);
      await tablet.signIn(one);
      await tablet.canVote(5_000);
      await lookInBoth(page, `${size}-21-vote`);
      const [same, ...others] = await Promise.all(tablet.answers.map((answer) => answer.boundingBox()));
      for (const other of others) {
        // Three columns share the width but for a fraction of a pixel.
        expect(other!.width, 'equal answers').toBeCloseTo(same!.width, 0);
        expect(other!.height, 'equal answers').toBeCloseTo(same!.height, 0);
      }
      await page.getByRole('group', { name: /two pictures/ }).press('+');
      await page.keyboard.press('+');
      await tablet.button('Same person').click();
      await expect(page.getByText('tick what you compared')).toBeVisible();
      await lookInBoth(page, `${size}-22-vote-zoomed-tick-first`);
      await tablet.vote('Same person', ['Ears', 'Nose']);
      await expect(tablet.heading('Your vote is in')).toBeVisible();
      await lookInBoth(page, `${size}-23-waiting`);
      await tablet.button('Next person: sign in').click();
      await expect(page.getByText('A second person must look now')).toBeVisible();
      await lookInBoth(page, `${size}-24-hand-over`);
      await tablet.signIn(two);
      await tablet.canVote(5_000);
      await tablet.vote('Same person', ['Jaw']);
      await expect(tablet.heading('Two people confirmed')).toBeVisible();
      await expect(page.getByRole('img', { name: 'Latest picture' })).toBeVisible();
      const askToLeave = page.getByRole('radio', { name: /Asked to leave/ });
      await expect(askToLeave).toBeDisabled();
      await lookInBoth(page, `${size}-25-confirmed`);
      await tablet.button('No, someone else').click();
      await expect(page.getByText('Stop: leave this person alone')).toBeVisible();
      await expect(askToLeave).toBeDisabled();
      await lookInBoth(page, `${size}-26-someone-else`);
      await tablet.button('Yes, this person').click();
      await expect(askToLeave).toBeEnabled();
      await askToLeave.click();
      await lookInBoth(page, `${size}-27-this-person`);
      await tablet.button('Record').click();
      await expect(tablet.heading('Recorded')).toBeVisible();
      await lookInBoth(page, `${size}-28-recorded`);
      await tablet.button('Done').click();
      await expect(tablet.idle).toBeVisible();
    });

    test('@R26 @R27 an outcome that is due stays due: out of time, put aside, frozen', async ({
      open,
      request,
    }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      const id = await raise(request);
      await confirm(tablet);
      await expect(tablet.heading('Two people confirmed')).toBeVisible();
      await changeAlert(request, { id, actionableUntil: inSeconds(2) });
      await expect(tablet.heading('Record what was done')).toBeVisible();
      await expect(page.getByText('The time to act is over')).toBeVisible();
      await lookInBoth(page, `${size}-30-record`);
      await tablet.button('Record it later').click();
      await expect(tablet.button('1 outcome to record')).toBeVisible();
      await lookInBoth(page, `${size}-31-idle-to-record`);

      const frozen = await raise(request);
      await tablet.canVote(5_000);
      await tablet.vote('Same person', ['Brow']);
      await tablet.button('Next person: sign in').click();
      await expect(page.getByText('1 outcome to record')).toBeVisible();
      await tablet.signIn(one);
      await tablet.canVote(5_000);
      await tablet.vote('Same person', ['Brow']);
      await expect(tablet.heading('Two people confirmed')).toBeVisible();
      await changeAlert(request, { id: frozen, state: 'frozen', stopped: 'entryRate' });
      await expect(page.getByText('Stop. Do not approach.')).toBeVisible();
      await lookInBoth(page, `${size}-32-frozen-record`);
      for (const left of ['1 outcome to record', null]) {
        await page.getByRole('radio', { name: /None/ }).click();
        await tablet.button('Record').click();
        await tablet.button('Done').click();
        if (left !== null) await tablet.button(left).click();
      }
      await expect(tablet.idle).toBeVisible();
      await expect(page.getByText('to record')).toHaveCount(0);
    });

    test('@R7 @R16 frozen before a decision; told apart, and alerting again', async ({ open, request }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      const id = await raise(request);
      await tablet.canVote(5_000);
      await changeAlert(request, { id, state: 'frozen', stopped: 'entryDisputed' });
      await expect(tablet.heading('Stop. Do not approach.')).toBeVisible();
      await expect(page.getByText('A person disputed this entry')).toBeVisible();
      await lookInBoth(page, `${size}-33-frozen`);
      await tablet.button('Done').click();
      await raise(request);
      await tablet.canVote(5_000);
      await tablet.vote('Not the same');
      await expect(tablet.heading('No match')).toBeVisible();
      await expect(page.getByText(/No alert on this entry here until \d\d:\d\d/)).toBeVisible();
      await lookInBoth(page, `${size}-34-rejected`);
      await tablet.button('Alert again').click();
      await expect(page.getByText('No alert on this entry')).toBeHidden();
    });

    test('@R24 @offline several alerts: the next one, offline, out of time', async ({ open, request }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      await expect(tablet.idle).toBeVisible();
      const ids = [await raise(request), await raise(request)];
      await tablet.canVote(5_000);
      await expect(page.getByText('Alert 1 of 2')).toBeVisible();
      await lookInBoth(page, `${size}-35-queue`);
      await tablet.vote('Same person', ['Brow']);
      await expect(tablet.button('Look at the next alert')).toBeVisible();
      await lookInBoth(page, `${size}-36-waiting-queue`);
      await tablet.button('Look at the next alert').click();
      await tablet.canVote(5_000);
      tablet.line.mute();
      await expect(page.getByText('your vote can’t be counted')).toBeVisible({ timeout: 7_000 });
      await lookInBoth(page, `${size}-37-vote-offline`);
      // What happens meanwhile is there with the connection, and nothing that was pressed before.
      for (const id of ids) await changeAlert(request, { id, state: 'expired' });
      tablet.line.restore();
      await expect(tablet.heading('Time ran out')).toBeVisible({ timeout: 20_000 });
      await lookInBoth(page, `${size}-38-expired`);
      await tablet.button('Done').click();
      await expect(tablet.heading('Time ran out')).toBeVisible();
    });

    test('@R48 a drill is like any alert until it is decided, then it teaches', async ({ open, request }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      await raise(request, { drill: 'different' });
      await tablet.canVote(5_000);
      await expect(page.locator('body')).not.toContainText(/drill/i);
      await tablet.vote('Not the same');
      await expect(tablet.heading('This was a drill')).toBeVisible();
      await lookInBoth(page, `${size}-40-drill-right`);
      await tablet.button('Done').click();
      await raise(request, { drill: 'same' });
      await tablet.canVote(5_000);
      await tablet.vote('Not the same');
      await expect(page.getByText('Not this time')).toBeVisible();
      await lookInBoth(page, `${size}-41-drill-wrong`);
      await tablet.button('Done').click();
      await expect(tablet.idle).toBeVisible();

      // A manager may look back; nothing speaks of drills to come.
      await expect(page.getByText(/drill/i)).toHaveText(['Past drills']);
      await tablet.button('Past drills').click();
      await expect(page.getByRole('row')).toHaveCount(3);
      await look(page, `${size}-42-past-drills`);
      await tablet.button('Done').click();
      await inMaori(page, async () => {
        await tablet.button('Ngā whakaharatau o mua').click();
        await look(page, `${size}-42-past-drills-mi`);
        await page.keyboard.press('Escape');
      });
    });
  });
}
