import { expect } from '@playwright/test';
import { changeAlert, changeStore, one, raise, test } from '../support/pretend';

const votes = (sent: string[]) => sent.filter((request) => request.endsWith('/votes'));
const timeLeft = /3:[345]\d$/;

test('@R24 @offline five seconds of silence are said, and the answers refuse with the reason', async ({
  open,
  request,
}) => {
  const tablet = await open();
  const { page } = tablet;
  await page.clock.install();
  await page.reload();
  await tablet.signIn(one);
  await raise(request);
  await tablet.canVote(5_000);
  const sent = tablet.listen();
  // From here on the tablet's time is the test's, so that five seconds are five seconds on a busy machine too.
  await page.clock.pauseAt(Date.now() + 1_000);
  tablet.line.mute();
  await page.clock.runFor(5_000);
  await expect(page.getByText('No connection since')).toBeVisible();
  await expect(page.getByText('your vote can’t be counted')).toBeVisible();
  for (const answer of tablet.answers) {
    await expect(answer).toBeDisabled();
    await answer.click({ force: true });
  }
  tablet.line.restore();
  await page.clock.resume();
  await tablet.canVote(20_000);
  expect(votes(sent)).toEqual([]);
});

test('@R24 @R26 after a sleep no press counts before the new picture of the store is there', async ({
  open,
  request,
}) => {
  const tablet = await open();
  const { page } = tablet;
  await tablet.signIn(one);
  const id = await raise(request);
  await tablet.canVote(5_000);
  const sent = tablet.listen();
  // A sleeping device: nothing comes in, its timers stand still, and meanwhile the alert is stopped.
  await page.clock.install({ time: Date.now() });
  await page.clock.pauseAt(Date.now() + 1_000);
  tablet.line.mute();
  await changeAlert(request, { id, state: 'frozen', stopped: 'matchingStopped' });
  await page.clock.setSystemTime(Date.now() + 120_000);
  // The press comes before the screen knows, or finds the answers gone.
  await tablet.button('Not the same').click({ force: true });
  const refused = ['Wait until it is back', 'you can vote in a moment', 'your vote can’t be counted'];
  await expect(page.getByText(new RegExp(refused.join('|')))).toBeVisible();
  tablet.line.restore();
  await page.clock.resume();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(tablet.heading('Stop. Do not approach.')).toBeVisible({ timeout: 2_000 });
  expect(votes(sent)).toEqual([]);
});

test('@R24 @offline with the connection comes all that changed meanwhile, and nothing of what was pressed', async ({
  open,
  request,
}) => {
  const tablet = await open();
  const { page } = tablet;
  await tablet.signIn(one);
  const gone = await raise(request);
  await tablet.canVote(5_000);
  const sent = tablet.listen();
  tablet.line.mute();
  await tablet.button('Not the same').click();
  await expect(
    page.getByText('No answer yet.').or(page.getByText('No connection since')).first(),
  ).toBeVisible();
  await changeAlert(request, { id: gone, state: 'expired' });
  await raise(request);
  await changeStore(request, { armed: false, reason: 'The notice at Entrance 2 has lapsed.' });
  await expect(page.getByText('your vote can’t be counted')).toBeVisible();
  const before = votes(sent).length;
  tablet.line.restore();
  await tablet.canVote(20_000);
  await expect(page.getByText('Alert 2 of 2')).toBeVisible();
  expect(votes(sent)).toHaveLength(before);
  await tablet.vote('Can’t tell');
  await expect(tablet.heading('No match')).toBeVisible();
  await tablet.button('Done').click();
  await expect(tablet.heading('Time ran out')).toBeVisible();
  await tablet.button('Done').click();
  await expect(page.getByText('Disarmed')).toBeVisible();
});

for (const minutes of [-10, 10]) {
  test(`@R24 @R26 a tablet whose clock is ${minutes} minutes off counts the time that the server counts`, async ({
    open,
    request,
  }) => {
    const tablet = await open();
    const { page } = tablet;
    await page.clock.install({ time: Date.now() + minutes * 60_000 });
    await page.reload();
    await tablet.signIn(one);
    await expect(page.getByText(/list checked \d+ s ago/)).toBeVisible();
    const server = new Intl.DateTimeFormat('en-NZ', {
      timeZone: 'Pacific/Auckland',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const shown = await page.getByRole('heading', { level: 1 }).innerText();
    expect([0, -60_000].map((ms) => server.format(Date.now() + ms))).toContain(shown);
    await raise(request);
    await tablet.canVote(5_000);
    await expect(page.getByRole('timer')).toHaveText(timeLeft);
    // Set right while the alert is on the screen: what was heard before proves nothing, the next snapshot does.
    const sent = tablet.listen();
    await page.clock.setSystemTime(Date.now());
    await expect(async () => {
      await tablet.vote('Not the same');
      await expect(tablet.heading('No match')).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    expect(votes(sent)).toHaveLength(1);
  });
}
