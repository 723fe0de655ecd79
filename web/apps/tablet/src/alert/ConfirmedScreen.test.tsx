// @vitest-environment jsdom
import { type Api, Refusal } from '@retailguard/api';
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiWith, show } from '../testing';
import { ConfirmedScreen } from './ConfirmedScreen';
import { alertOf, situation } from './fixtures';

const confirmed = alertOf({ state: 'confirmed', version: 5, situation });
const closed = alertOf({ state: 'closed', version: 6, outcome: 'none', outcomeBy: 'Store staff 1' });

beforeEach(() => {
  URL.createObjectURL = () => 'blob:1';
  URL.revokeObjectURL = () => undefined;
});
afterEach(cleanup);

async function showConfirmed(
  change: { now?: number; status?: 'live' | 'offline'; calls?: Partial<Api> } = {},
) {
  const onAnswered = vi.fn();
  const recordOutcome = vi.fn<Api['recordOutcome']>(() => Promise.resolve(closed));
  show(
    <ConfirmedScreen
      alert={confirmed}
      api={apiWith({
        alertPicture: () => Promise.resolve(new Blob(['jpeg'])),
        recordOutcome,
        ...change.calls,
      })}
      now={change.now ?? Date.parse('2026-11-22T00:02:00Z')}
      timeZone="Pacific/Auckland"
      status={change.status ?? 'live'}
      position={{ number: 1, of: 1, next: null }}
      person={{ name: 'Store staff 1', signOut: () => Promise.resolve() }}
      onAnswered={onAnswered}
    />,
  );
  await act(() => Promise.resolve());
  return { onAnswered, recordOutcome };
}

const choose = (name: RegExp) => userEvent.click(screen.getByRole('radio', { name }));
const record = () => screen.getByRole('button', { name: 'Record' });

test('it tells who, what they did and when, and to observe first', async () => {
  await showConfirmed();
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
  await showConfirmed();
  const radios = screen.getAllByRole('radio');
  const names = ['None', 'Observed', 'Called police', 'Asked to leave'];
  expect(radios).toHaveLength(names.length);
  radios.forEach((radio, i) => expect(radio.textContent).toMatch(new RegExp(`^${names[i]!}`)));
  expect(radios.filter((radio) => radio.getAttribute('aria-checked') === 'true')).toEqual([]);
  expect(record()).toHaveProperty('disabled', true);
  expect(document.body.textContent).not.toMatch(/detain|search/i);
});

test('an outcome is recorded with the version that was seen', async () => {
  const { onAnswered, recordOutcome } = await showConfirmed();
  await choose(/None/);
  await userEvent.click(record());
  expect(recordOutcome.mock.calls[0]!.slice(0, 2)).toEqual(['a1', { seenVersion: 5, outcome: 'none' }]);
  expect(onAnswered).toHaveBeenCalledWith(closed);
});

test('R26: asking to leave needs a yes to "is this the person in front of you"', async () => {
  await showConfirmed();
  await choose(/Asked to leave/);
  expect(record()).toHaveProperty('disabled', true);
  await userEvent.click(screen.getByRole('button', { name: 'No, or not sure' }));
  expect(screen.getByText(/Leave that person alone/)).toBeTruthy();
  expect(record()).toHaveProperty('disabled', true);
  await userEvent.click(screen.getByRole('button', { name: 'Yes, this person' }));
  expect(record()).toHaveProperty('disabled', false);
});

test('R26: after ten minutes it says not to act, yet what was done can be recorded', async () => {
  await showConfirmed({ now: Date.parse('2026-11-22T00:10:00Z') });
  expect(screen.getByText(/nobody may act on it/)).toBeTruthy();
  expect(screen.queryByText(situation.whatToDo)).toBeNull();
  expect(screen.queryByText(/Is this the person in front of you/)).toBeNull();
  await choose(/Asked to leave/);
  expect(record()).toHaveProperty('disabled', false);
});

test('offline, nothing is recorded and the reason shows', async () => {
  await showConfirmed({ status: 'offline' });
  await choose(/None/);
  expect(record()).toHaveProperty('disabled', true);
  expect(screen.getByText(/can’t be recorded now/)).toBeTruthy();
});

test('a refusal shows the sentence of the server', async () => {
  await showConfirmed({
    calls: {
      recordOutcome: () => Promise.reject(new Refusal('alert-closed', 'Somebody recorded it already.', 409)),
    },
  });
  await choose(/Observed/);
  await userEvent.click(record());
  expect(screen.getByText('Somebody recorded it already.')).toBeTruthy();
});
