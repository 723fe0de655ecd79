// @vitest-environment jsdom
import { type AlertView, type Api, Refusal } from '@retailguard/api';
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiWith, liveState, show } from '../testing';
import { ConfirmedScreen } from './ConfirmedScreen';
import { alertOf, holdPictures, sharedOf, situation } from './fixtures';
import { RecordScreen } from './RecordScreen';
import type { AlertShared } from './shared';

const confirmed = alertOf({ state: 'confirmed', version: 5, situation, outcomeDue: true });
const closed = alertOf({ state: 'closed', version: 6, outcome: 'none', outcomeBy: 'Store staff 1' });
const checked = (answer: 'same' | 'different' | 'notFound') => ({
  inAisle: { answer, at: '2026-11-22T00:01:30Z', by: 'Store staff 2' },
});

beforeEach(() => void holdPictures());
afterEach(cleanup);

async function showAlert(
  alert: Partial<AlertView> = {},
  change: Partial<AlertShared> & { calls?: Partial<Api>; Screen?: 'confirmed' | 'record' } = {},
) {
  const onAnswered = vi.fn();
  const onLater = vi.fn();
  const recordOutcome = vi.fn<Api['recordOutcome']>(() => Promise.resolve(closed));
  const alertPicture = vi.fn<Api['alertPicture']>(() => Promise.resolve(new Blob(['jpeg'])));
  const shared = sharedOf({
    alert: { ...confirmed, ...alert },
    api: apiWith({ alertPicture, recordOutcome, ...change.calls }),
    now: Date.parse('2026-11-22T00:02:00Z'),
    onAnswered,
    ...change,
  });
  show(
    change.Screen === 'record' ? (
      <RecordScreen shared={shared} onLater={onLater} />
    ) : (
      <ConfirmedScreen shared={shared} />
    ),
  );
  await act(() => Promise.resolve());
  return { onAnswered, onLater, recordOutcome, alertPicture };
}

const choose = (name: RegExp) => userEvent.click(screen.getByRole('radio', { name }));
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const record = () => screen.getByRole('button', { name: 'Record' });
const askToLeave = () => screen.getByRole('radio', { name: /Asked to leave/ });

test('it tells who, what they did and when, and to observe first', async () => {
  await showAlert();
  const text = document.body.textContent;
  for (const told of [
    'Subject A',
    'Violence',
    situation.summary,
    '3 September 2026',
    'Observe first',
    situation.whatToDo,
  ]) {
    expect(text).toContain(told);
  }
});

test('R27: four outcomes, none first, nothing chosen for the person, no detaining and no searching', async () => {
  await showAlert();
  const radios = screen.getAllByRole('radio');
  const names = ['None', 'Observed', 'Called police', 'Asked to leave'];
  expect(radios).toHaveLength(names.length);
  radios.forEach((radio, i) => expect(radio.textContent).toMatch(new RegExp(`^${names[i]!}`)));
  expect(radios.filter((radio) => radio.getAttribute('aria-checked') === 'true')).toEqual([]);
  expect(record()).toHaveProperty('disabled', true);
  expect(document.body.textContent).not.toMatch(/detain|search/i);
});

test('R27: an outcome is recorded with the version that was seen', async () => {
  const { onAnswered, recordOutcome } = await showAlert();
  await choose(/None/);
  await userEvent.click(record());
  expect(recordOutcome.mock.calls[0]!.slice(0, 2)).toEqual(['a1', { seenVersion: 5, outcome: 'none' }]);
  expect(onAnswered).toHaveBeenCalledWith(closed);
});

test('R26: the check shows the latest picture with camera and time, and asks for clothing too', async () => {
  const { alertPicture } = await showAlert({
    latest: { camera: { id: 'c3', name: 'Checkout' }, at: '2026-11-22T00:01:40Z' },
  });
  expect(alertPicture.mock.calls.map(([, picture]) => picture)).toEqual(['latest']);
  expect(screen.getByRole('img', { name: 'Latest picture of the person' })).toBeTruthy();
  expect(screen.getByText('Checkout')).toBeTruthy();
  expect(screen.getByText('13:01 · 20 s ago')).toBeTruthy();
  expect(screen.getByText(/face and clothing/)).toBeTruthy();
});

test('R26: without a later sighting the first picture is the latest', async () => {
  const { alertPicture } = await showAlert();
  expect(alertPicture.mock.calls.map(([, picture]) => picture)).toEqual(['live']);
});

test('R26: the answer goes to the server with the version that was seen', async () => {
  const checkInAisle = vi.fn<Api['checkInAisle']>(() => Promise.resolve(closed));
  const { onAnswered } = await showAlert({}, { calls: { checkInAisle } });
  await press('No, someone else');
  expect(checkInAisle.mock.calls[0]!.slice(0, 2)).toEqual(['a1', { seenVersion: 5, answer: 'different' }]);
  expect(onAnswered).toHaveBeenCalledWith(closed);
});

test.each([
  [{}, true],
  [checked('different'), true],
  [checked('notFound'), true],
  [checked('same'), false],
])('R26: asking to leave needs a yes in the aisle (%o)', async (alert, refused) => {
  await showAlert(alert);
  expect(askToLeave()).toHaveProperty('disabled', refused);
  expect(screen.queryAllByText(/Needs a yes/)).toHaveLength(refused ? 1 : 0);
});

test('R26: someone else stops, and the person can look on', async () => {
  await showAlert(checked('different'));
  expect(screen.getByText(/Stop: leave this person alone/).textContent).toMatch(/13:01 · Store staff 2$/);
  for (const name of ['Yes, this person', 'No, someone else', 'Can’t find them']) {
    expect(screen.getByRole('button', { name })).toHaveProperty('disabled', false);
  }
});

test('R26, R27: when the time is over nobody is told to act, and what was done is recorded', async () => {
  const { recordOutcome, onLater } = await showAlert({}, { Screen: 'record' });
  expect(screen.getByText('The time to act is over')).toBeTruthy();
  expect(screen.queryByText(situation.whatToDo)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Yes, this person' })).toBeNull();
  await press('Record it later');
  expect(onLater).toHaveBeenCalledOnce();
  await choose(/Observed/);
  await userEvent.click(record());
  expect(recordOutcome).toHaveBeenCalledOnce();
});

test('R27: that somebody was asked to leave can be told afterwards, whatever was answered in the aisle', async () => {
  await showAlert(checked('notFound'), { Screen: 'record' });
  expect(askToLeave()).toHaveProperty('disabled', false);
});

test('R7: a frozen alert says not to approach and why', async () => {
  await showAlert({ state: 'frozen', stopped: 'entryRate' }, { Screen: 'record' });
  expect(screen.getByText('Stop. Do not approach.')).toBeTruthy();
  expect(screen.getByText(/too many alerts today/)).toBeTruthy();
});

test('offline, nothing is recorded or answered and the reason shows', async () => {
  await showAlert({}, { live: liveState({ status: 'offline' }) });
  await choose(/None/);
  expect(record()).toHaveProperty('disabled', true);
  expect(screen.getByText(/can’t be recorded now/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Yes, this person' })).toHaveProperty('disabled', true);
});

test('a refusal shows the sentence of the server', async () => {
  await showAlert(
    {},
    {
      calls: {
        recordOutcome: () =>
          Promise.reject(new Refusal('alert-closed', 'Somebody recorded it already.', 409)),
      },
    },
  );
  await choose(/Observed/);
  await userEvent.click(record());
  expect(screen.getByText('Somebody recorded it already.')).toBeTruthy();
});
