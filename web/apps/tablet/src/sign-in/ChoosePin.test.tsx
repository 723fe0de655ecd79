// @vitest-environment jsdom
import { Refusal } from '@retailguard/api';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { TabletSession } from '../session/tabletSession';
import { show } from '../testing';
import { ChoosePin } from './ChoosePin';

afterEach(cleanup);

function showChoosePin(signInByOwnPin: TabletSession['signInByOwnPin'], hasPassword = true) {
  show(
    <ChoosePin
      person={{ id: 'p1', name: 'Store staff 1', hasPin: false, hasPassword }}
      tablet={{ signInByOwnPin } as TabletSession}
      onBack={() => undefined}
    />,
  );
}

async function fillIn(pin: string, again: string) {
  const password = screen.queryByLabelText('Your password');
  if (password !== null) {
    await userEvent.type(password, 'secret words');
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  }
  await userEvent.type(screen.getByLabelText('PIN, 6 digits'), pin);
  await userEvent.type(screen.getByLabelText('PIN, 6 digits'), again);
}

test('the password and the PIN, given twice, sign in', async () => {
  const signIn = vi.fn(() => Promise.resolve());
  showChoosePin(signIn);
  await fillIn('314159', '314159');
  expect(signIn.mock.calls).toEqual([[{ personId: 'p1', password: 'secret words', pin: '314159' }]]);
});

test('who has no password yet chooses one of 12 characters at least with their invitation', async () => {
  const signIn = vi.fn(() => Promise.resolve());
  showChoosePin(signIn, false);
  await userEvent.type(screen.getByLabelText('The code on your invitation'), 'abcd-efgh-jklm-npqr');
  await userEvent.type(screen.getByLabelText('A password of your own'), 'eleven char');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next' }).disabled).toBe(true);
  await userEvent.type(screen.getByLabelText('A password of your own'), 's');
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  await fillIn('314159', '314159');
  expect(signIn.mock.calls).toEqual([
    [{ personId: 'p1', password: 'eleven chars', pin: '314159', invitation: 'abcd-efgh-jklm-npqr' }],
  ]);
});

test('two PINs that differ are not sent', async () => {
  const signIn = vi.fn();
  showChoosePin(signIn);
  await fillIn('314159', '314158');
  expect(screen.getByText(/were not the same/)).toBeTruthy();
  expect(signIn).not.toHaveBeenCalled();
});

test.each([
  ['a weak PIN is chosen anew', new Refusal('pin-weak', 'Too easy.', 422), 'Choose a PIN'],
  [
    'a wrong code is typed anew',
    new Refusal('invitation-invalid', 'Ask for a new one.', 422),
    'Kia ora, Store staff 1',
  ],
  ['a wrong password is typed anew', new Refusal('sign-in-wrong', 'Wrong.', 401), 'Kia ora, Store staff 1'],
])('%s, with the reason', async (_, refusal, title) => {
  showChoosePin(() => Promise.reject(refusal));
  await fillIn('111222', '111222');
  expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
  expect(screen.getByText(refusal.detail)).toBeTruthy();
});
