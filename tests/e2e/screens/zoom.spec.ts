import { expect } from '@playwright/test';
import { one, raise, test } from '../support/pretend';

test('@R25 both pictures zoom and move together by wheel, drag, tap, pinch, keys and buttons', async ({
  open,
  request,
}) => {
  const tablet = await open();
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
});
