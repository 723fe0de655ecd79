// @vitest-environment jsdom
import { type Api, Refusal, type Vote } from '@retailguard/api';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiWith, liveState, show } from '../testing';
import { alertOf, holdPictures, sharedOf, situation } from './fixtures';
import type { AlertShared } from './shared';
import { VoteScreen } from './VoteScreen';

let pictures: Set<string>;

beforeEach(() => {
  pictures = holdPictures();
});
afterEach(cleanup);

const withPictures = (calls: Partial<Api> = {}) =>
  apiWith({ alertPicture: () => Promise.resolve(new Blob(['jpeg'])), ...calls });

async function showVote(change: Partial<AlertShared> = {}) {
  const onAnswered = vi.fn();
  const shown = show(<VoteScreen shared={sharedOf({ onAnswered, ...change })} />);
  await act(() => Promise.resolve());
  return { ...shown, onAnswered };
}

const answers = () =>
  [/^Same person$/, /^Not the same$/, /^Can’t tell/].map((name) => screen.getByRole('button', { name }));
const canVote = () =>
  waitFor(
    () => {
      for (const answer of answers()) expect(answer).toHaveProperty('disabled', false);
    },
    { timeout: 2_000 },
  );

test('R25: no name, offence or score shows before both votes, even if the server sent them', async () => {
  await showVote({ alert: alertOf({ situation }) });
  const text = document.body.textContent;
  for (const secret of [situation.label, situation.summary, 'Violence', '95', situation.whatToDo]) {
    expect(text).not.toContain(secret);
  }
});

test('R25: both pictures, a checklist before the answers, and three equal answers', async () => {
  await showVote();
  expect(screen.getAllByRole('img', { name: /^Face / })).toHaveLength(2);
  const checklist = screen.getByRole('group', { name: 'What did you compare?' });
  expect(checklist.textContent).toBe('EarsBrowNoseJawMarks');
  const [same, ...others] = answers();
  expect(checklist.compareDocumentPosition(same!) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  for (const other of others) {
    expect(other.className).toBe(same!.className);
    expect(other.dataset.variant).toBe(same!.dataset.variant);
  }
});

test('R25: who can’t tell knows before the press that it counts as no', async () => {
  await showVote();
  const [same, different, cannotTell] = answers();
  expect(cannotTell!.textContent).toBe('Can’t tell counts as no');
  for (const other of [same!, different!]) expect(other.textContent).not.toContain('counts');
});

test('R25: "same person" without anything compared is not sent', async () => {
  const { onAnswered } = await showVote();
  await canVote();
  await userEvent.click(answers()[0]!);
  expect(screen.getByText(/tick what you compared/)).toBeTruthy();
  expect(onAnswered).not.toHaveBeenCalled();
});

test('a vote says what was seen and compared, and its answer is taken in', async () => {
  const sent: Vote[] = [];
  const voted = alertOf({ version: 2, voted: true });
  const { onAnswered } = await showVote({
    alert: alertOf({ version: 7 }),
    api: withPictures({
      vote: (_, vote) => {
        sent.push(vote);
        return Promise.resolve(voted);
      },
    }),
  });
  await canVote();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Nose' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Ears' }));
  await userEvent.click(answers()[0]!);
  expect(sent).toEqual([{ seenVersion: 7, answer: 'same', features: ['ears', 'nose'] }]);
  expect(onAnswered).toHaveBeenCalledWith(voted);
});

test('pressing again after no answer came repeats the same key', async () => {
  const keys: string[] = [];
  await showVote({
    api: withPictures({
      vote: (_, __, key) => {
        keys.push(key);
        return Promise.reject(new Refusal('timeout'));
      },
    }),
  });
  await canVote();
  await userEvent.click(answers()[1]!);
  expect(screen.getByText(/it counts only once/)).toBeTruthy();
  await userEvent.click(answers()[1]!);
  await userEvent.click(answers()[2]!);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
});

test.each([
  ['offline', { live: liveState({ status: 'offline' }) }, /can’t be counted/],
  ['reconnecting', { live: liveState({ status: 'connecting' }) }, /in a moment/],
  ['out of time', { now: Date.parse('2026-11-22T00:01:02Z') }, /Time is up: this counts/],
  ['without evidence', { alert: alertOf({ state: 'raised', hasLive: false }) }, /both pictures/],
])('%s, votes are refused with the reason', async (_, change, reason) => {
  await showVote(change);
  expect(screen.getByText(reason)).toBeTruthy();
  for (const answer of answers()) expect(answer).toHaveProperty('disabled', true);
});

test.each([
  ['missing', { state: 'missing' }],
  ['lapsed', { state: 'lapsed', validUntil: '2026-11-01T00:00:00Z' }],
] as const)(
  'R24: with a certificate that is %s nobody votes, and the course is one press away',
  async (_, certificate) => {
    const train = vi.fn();
    await showVote({ person: { ...sharedOf().person, certificate, train } });
    expect(screen.getAllByRole('img', { name: /^Face / })).toHaveLength(2);
    expect(screen.getByText(/can’t vote/)).toBeTruthy();
    for (const answer of answers()) expect(answer).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('button', { name: 'Take the course' }));
    expect(train).toHaveBeenCalledOnce();
  },
);

test('R24: a press on a screen that slept is not sent, even before the screen knows', async () => {
  const live = liveState();
  const vote = vi.fn<Api['vote']>();
  await showVote({ api: withPictures({ vote }), live });
  await canVote();
  live.heardAt -= 60_000;
  await userEvent.click(answers()[1]!);
  expect(vote).not.toHaveBeenCalled();
  expect(screen.getByText(/Wait until it is back/)).toBeTruthy();
});

test('a picture that does not load can be tried again, and nobody votes without it', async () => {
  let tries = 0;
  await showVote({
    api: withPictures({
      alertPicture: (_, picture) =>
        picture === 'live' && tries++ === 0
          ? Promise.reject(new Refusal('network'))
          : Promise.resolve(new Blob(['jpeg'])),
    }),
  });
  expect(answers()[0]).toHaveProperty('disabled', true);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await canVote();
});

test('R30: no picture is kept when the alert leaves the screen', async () => {
  const { unmount } = await showVote();
  expect(pictures.size).toBe(2);
  unmount();
  expect(pictures.size).toBe(0);
});
