import { expect, test, type APIRequestContext, type Browser } from '@playwright/test';
import { look } from '../support/look';
import { Tablet } from '../support/tablet';

const baseUrl = 'http://127.0.0.1:5189';
const one = { name: 'Store manager 1', pin: '111111' };
const two = { name: 'Store staff 1', pin: '222222' };
const sizes = { tablet: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

const open = async (browser: Browser, size: keyof typeof sizes, path = '?pair=TEST-0001') => {
  const tablet = await Tablet.open(browser, baseUrl, undefined, path);
  await tablet.page.setViewportSize(sizes[size]);
  return tablet;
};
const raise = (request: APIRequestContext, seconds = 60) =>
  request.post(`${baseUrl}/dev/raise`, { data: { seconds } });
const change = (request: APIRequestContext, data: object) => request.post(`${baseUrl}/dev/store`, { data });

test('@R25 both pictures zoom and move together by wheel, drag, tap, pinch, keys and buttons', async ({
  browser,
  request,
}) => {
  const tablet = await open(browser, 'tablet');
  const { page } = tablet;
  await tablet.signIn(one);
  await raise(request);
  await tablet.canVote(10_000);
  /** Scale and place of both pictures, which must be one. */
  const view = async () => {
    const [left, right] = await tablet.pictures.evaluateAll((images) =>
      images.map((image) => {
        const { a, e, f } = new DOMMatrix(getComputedStyle(image).transform);
        return { scale: Number(a.toFixed(2)), x: Math.round(e), y: Math.round(f) };
      }),
    );
    expect(left).toEqual(right);
    return left;
  };
  const whole = { scale: 1, x: 0, y: 0 };
  const box = await tablet.pictures.first().boundingBox();
  if (box === null) throw new Error('The picture has no place on the screen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];

  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -400);
  await expect.poll(async () => (await view())?.scale).toBeGreaterThan(1.5);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 30, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await view())?.x).toBeGreaterThan(30);
  const dragged = await view();
  await page.mouse.click(x + 100, y);
  await expect.poll(async () => (await view())?.x).toBeCloseTo((dragged?.x ?? 0) - 100, -1);
  await tablet.button('Whole picture').click();
  await expect.poll(view).toEqual(whole);

  const touch = await page.context().newCDPSession(page);
  const fingers = (apart: number) => [
    { x: x - apart, y, id: 1 },
    { x: x + apart, y, id: 2 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
  for (const apart of [50, 60, 80, 100]) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => (await view())?.scale).toBeGreaterThan(1.8);

  const pair = page.getByRole('group', { name: /two pictures/ });
  await pair.press('0');
  await expect.poll(view).toEqual(whole);
  await pair.press('+');
  await pair.press('ArrowLeft');
  await expect.poll(async () => (await view())?.x).toBeGreaterThan(0);
  await pair.press('-');
  await expect.poll(view).toEqual(whole);
  await tablet.button('Zoom in').click();
  await expect.poll(async () => (await view())?.scale).toBe(1.5);
  await tablet.vote('Not the same');
  await tablet.close();
});

for (const size of ['tablet', 'phone'] as const) {
  test.describe(size, () => {
    test('pairing and signing in by password', async ({ browser }) => {
      const tablet = await open(browser, size, '');
      await expect(tablet.heading('Pair this tablet')).toBeVisible();
      await look(tablet.page, `${size}-01-pair`);
      await tablet.page.getByLabel('Pairing code').fill('wrong123');
      await tablet.button('Pair').click();
      await expect(tablet.page.getByText('This code is wrong or was used.')).toBeVisible();
      await look(tablet.page, `${size}-02-pair-refused`);
      await tablet.button('Sign in with a password instead').click();
      await look(tablet.page, `${size}-03-password`);
      await tablet.page.getByLabel('Organisation').fill('demo');
      await tablet.page.getByLabel('E-mail').fill('p1@store.test');
      await tablet.page.getByRole('textbox', { name: 'Password' }).fill('password');
      await tablet.button('Sign in').click();
      await expect(tablet.heading('Which store?')).toBeVisible();
      await look(tablet.page, `${size}-04-store`);
      await tablet.button('Store 1').click();
      await expect(tablet.idle).toBeVisible();
      await tablet.button('Sign out').click();
      await expect(tablet.heading('Sign in')).toBeVisible();
      await tablet.close();
    });

    test('people, PIN and the idle screen', async ({ browser, request }) => {
      const tablet = await open(browser, size);
      await expect(tablet.heading('Who are you?')).toBeVisible();
      await look(tablet.page, `${size}-05-people`);
      await tablet.typePin(two, '999999');
      await expect(tablet.page.getByText('4 tries left')).toBeVisible();
      await look(tablet.page, `${size}-06-pin-wrong`);
      await tablet.page.keyboard.type(two.pin);
      await expect(tablet.idle).toBeVisible();
      await expect(tablet.page.getByText('Armed')).toBeVisible();
      await look(tablet.page, `${size}-07-idle`);
      await change(request, {
        armed: false,
        reason: 'The notice at Entrance 2 has lapsed. A manager renews it in the console.',
        cameras: [
          { id: 'c1', name: 'Entrance 1', state: 'live' },
          { id: 'c2', name: 'Entrance 2', state: 'silent' },
          { id: 'c3', name: 'Checkout', state: 'failed' },
        ],
      });
      await expect(tablet.page.getByText('Disarmed')).toBeVisible();
      await look(tablet.page, `${size}-08-disarmed`);
      await change(request, { armed: true, reason: null });
      tablet.line.cut();
      await expect(tablet.page.getByText('No connection since')).toBeVisible();
      await look(tablet.page, `${size}-09-offline`);
      tablet.line.restore();
      await expect(tablet.page.getByText('No connection since')).toBeHidden({ timeout: 20_000 });
      await request.post(`${baseUrl}/dev/idle`, { data: { seconds: 33 } });
      await tablet.signOut();
      await tablet.signIn(two);
      await expect(tablet.page.getByText('Still there?')).toBeVisible();
      await look(tablet.page, `${size}-10-still-there`);
      await expect(tablet.page.getByText('nobody used the tablet')).toBeVisible({ timeout: 40_000 });
      await look(tablet.page, `${size}-11-signed-out`);
      await request.post(`${baseUrl}/dev/idle`, { data: { seconds: 300 } });
      await tablet.close();
    });

    test('an alert, confirmed on one tablet', async ({ browser, request }) => {
      const tablet = await open(browser, size);
      await expect(tablet.heading('Who are you?')).toBeVisible();
      await raise(request);
      await expect(tablet.page.getByText('An alert is waiting')).toBeVisible();
      await look(tablet.page, `${size}-20-people-alert`);
      await tablet.signIn(one);
      await tablet.canVote(5_000);
      await look(tablet.page, `${size}-21-vote`);
      await tablet.page.getByRole('group', { name: /two pictures/ }).press('+');
      await tablet.page.keyboard.press('+');
      await tablet.button('Same person').click();
      await expect(tablet.page.getByText('tick what you compared')).toBeVisible();
      await look(tablet.page, `${size}-22-vote-zoomed-tick-first`);
      await tablet.vote('Same person', ['Ears', 'Nose']);
      await expect(tablet.heading('Your vote is in')).toBeVisible();
      await look(tablet.page, `${size}-23-waiting`);
      await tablet.button('Next person: sign in').click();
      await expect(tablet.page.getByText('A second person must look now')).toBeVisible();
      await look(tablet.page, `${size}-24-hand-over`);
      await tablet.signIn(two);
      await tablet.canVote(5_000);
      await tablet.vote('Same person', ['Jaw']);
      await expect(tablet.heading('Two people confirmed')).toBeVisible();
      await expect(tablet.page.getByRole('img', { name: 'Latest picture' })).toBeVisible();
      await look(tablet.page, `${size}-25-confirmed`);
      await tablet.button('No, or not sure').click();
      await tablet.page.getByRole('radio', { name: /Asked to leave/ }).click();
      await expect(tablet.button('Record')).toBeDisabled();
      await look(tablet.page, `${size}-26-not-this-person`);
      await tablet.page.getByRole('radio', { name: /None/ }).click();
      await tablet.button('Record').click();
      await expect(tablet.heading('Recorded')).toBeVisible();
      await look(tablet.page, `${size}-27-recorded`);
      await tablet.button('Done').click();
      await expect(tablet.idle).toBeVisible();
      await tablet.close();
    });

    test('several alerts: rejected, out of time, offline', async ({ browser, request }) => {
      const tablet = await open(browser, size);
      await tablet.signIn(one);
      await expect(tablet.idle).toBeVisible();
      await raise(request, 45);
      await raise(request, 30);
      await tablet.canVote(5_000);
      await expect(tablet.page.getByText('Alert 1 of 2')).toBeVisible();
      await look(tablet.page, `${size}-30-queue`);
      await tablet.vote('Same person', ['Brow']);
      await expect(tablet.button('Look at the next alert')).toBeVisible();
      await look(tablet.page, `${size}-31-waiting-queue`);
      await tablet.button('Look at the next alert').click();
      await tablet.canVote(5_000);
      tablet.line.mute();
      await expect(tablet.page.getByText('your vote can’t be counted')).toBeVisible({ timeout: 7_000 });
      await look(tablet.page, `${size}-32-vote-offline`);
      tablet.line.restore();
      await expect(tablet.heading('Time ran out')).toBeVisible({ timeout: 60_000 });
      await look(tablet.page, `${size}-33-expired`);
      await tablet.button('Done').click();
      await expect(tablet.heading('Time ran out')).toBeVisible({ timeout: 60_000 });
      await tablet.button('Done').click();
      await raise(request, 60);
      await tablet.canVote(5_000);
      await tablet.vote('Can’t tell');
      await expect(tablet.heading('No match')).toBeVisible();
      await look(tablet.page, `${size}-34-rejected`);
      await tablet.close();
    });

    test('the server is out of reach from the start', async ({ browser }) => {
      const tablet = await open(browser, size);
      await expect(tablet.heading('Who are you?')).toBeVisible();
      // The second load comes from the service worker: only the shell is there without a server.
      await tablet.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      tablet.line.cut();
      await tablet.page.reload();
      await expect(tablet.heading('No connection')).toBeVisible();
      await look(tablet.page, `${size}-40-unreachable`);
      await tablet.close();
    });
  });
}
