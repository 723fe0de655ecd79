import { expect, type Page } from '@playwright/test';
import { changePerson, one, raise, test, two } from '../support/pretend';
import type { Tablet } from '../support/tablet';

/** Moves the focus by Tab alone until it is there. */
async function tabTo(page: Page, role: 'button' | 'radio' | 'checkbox', name: string | RegExp) {
  const target = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) });
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < 60; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const outline = await target.evaluate((element) => getComputedStyle(element).outlineStyle);
      expect(outline, `no visible focus on ${String(name)}`).not.toBe('none');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(name)}.`);
}

const press = async (page: Page, name: string | RegExp) => {
  await tabTo(page, 'button', name);
  await page.keyboard.press('Enter');
};

async function signInByKeys(tablet: Tablet, person: { name: string; pin: string }) {
  await press(tablet.page, person.name);
  await expect(tablet.page.getByLabel('PIN, 6 digits')).toBeFocused();
  await tablet.page.keyboard.type(person.pin);
}

test('@R24 @R26 @R27 @R28 with the keyboard alone: vote, in-aisle check, outcome, dispute', async ({
  open,
  request,
}) => {
  const tablet = await open();
  const { page } = tablet;
  await signInByKeys(tablet, one);
  await expect(tablet.idle).toBeVisible();
  await raise(request);
  await tablet.canVote(5_000);
  await tabTo(page, 'checkbox', 'Ears');
  await page.keyboard.press('Space');
  await press(page, 'Same person');
  await press(page, 'Next person: sign in');
  await signInByKeys(tablet, two);
  await tablet.canVote(5_000);
  await tabTo(page, 'checkbox', 'Jaw');
  await page.keyboard.press('Space');
  await press(page, 'Same person');
  await press(page, 'Yes, this person');
  await expect(page.getByText('This is the person.')).toBeVisible();
  await tabTo(page, 'radio', /^None/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Observed/ })).toBeChecked();
  await press(page, 'Record');
  await press(page, 'Done');

  await raise(request);
  await tablet.canVote(5_000);
  await press(page, 'Disputes it');
  await expect(page.getByRole('article', { name: 'Card for the person' })).toBeVisible();
  await press(page, 'Done');
  await expect(tablet.idle).toBeVisible();
});

test('@R48 with the keyboard alone: language, course and exam', async ({ open, request }) => {
  await changePerson(request, { ...one, certificate: null });
  const tablet = await open();
  const { page } = tablet;
  await signInByKeys(tablet, one);
  await press(page, /: language$/);
  await press(page, 'Te reo Māori');
  await press(page, /: reo$/);
  await press(page, 'English');
  await press(page, 'Take the course');
  for (let lesson = 1; lesson <= 3; lesson++) await press(page, 'Next lesson');
  await press(page, 'To the exam');
  for (const right of [
    'Nose, brow and marks',
    'Look for yourself',
    'Answer “No, someone else”',
    'Stop, and press',
  ]) {
    await tabTo(page, 'radio', new RegExp(`^${right}`));
    await page.keyboard.press('Space');
    await press(page, right.startsWith('Stop') ? 'Look over your answers' : 'Next question');
  }
  await press(page, 'Send the answers');
  await expect(page.getByRole('heading', { name: 'Passed: you may vote' })).toBeVisible();
});
