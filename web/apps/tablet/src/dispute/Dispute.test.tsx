// @vitest-environment jsdom
import { type AlertView, type Api, Refusal } from '@retailguard/api';
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { alertOf, holdPictures, sharedOf } from '../alert/fixtures';
import { ResultScreen } from '../alert/ResultScreen';
import { VoteScreen } from '../alert/VoteScreen';
import { WaitingScreen } from '../alert/WaitingScreen';
import type { AlertShared } from '../alert/shared';
import { apiWith, liveState, show } from '../testing';
import { CardScreen } from './CardScreen';
import { StopScreen } from './StopScreen';
import { useDispute } from './useDispute';

const disputed = alertOf({
  state: 'disputed',
  case: { number: 'RG-26-0042', url: 'https://store.test/c/RG-26-0042' },
});

beforeEach(() => void holdPictures());
afterEach(cleanup);

/** The way of a dispute as the signed-in screen walks it. */
function Disputing({
  api,
  status,
  onAnswered,
}: {
  api: Api;
  status: 'live' | 'offline';
  onAnswered: () => void;
}) {
  const { dispute, raise, again, back } = useDispute(api, liveState({ status }), onAnswered);
  return dispute === null ? (
    <button onClick={() => raise('a1')}>tap</button>
  ) : (
    <StopScreen
      dispute={dispute}
      offline={status === 'offline'}
      timeZone="Pacific/Auckland"
      onAgain={again}
      onBack={back}
    />
  );
}

const tap = () => userEvent.click(screen.getByRole('button', { name: 'tap' }));

test('R28: one tap is enough, and what staff must do does not wait for the server', async () => {
  let answer: (alert: AlertView) => void = () => undefined;
  const dispute = vi.fn<Api['dispute']>(() => new Promise((resolve) => (answer = resolve)));
  const onAnswered = vi.fn();
  show(<Disputing api={apiWith({ dispute })} status="live" onAnswered={onAnswered} />);
  await tap();
  expect(dispute.mock.calls[0]![0]).toBe('a1');
  expect(screen.getByText('Stop. Step back.')).toBeTruthy();
  expect(screen.getByText(/Do not ask for ID/)).toBeTruthy();
  await act(async () => {
    answer(disputed);
    await Promise.resolve();
  });
  expect(onAnswered).toHaveBeenCalledWith(disputed);
});

test('R28: offline nothing is sent or queued, and it says what to do and which time to note', async () => {
  const dispute = vi.fn<Api['dispute']>();
  show(<Disputing api={apiWith({ dispute })} status="offline" onAnswered={vi.fn()} />);
  await tap();
  expect(dispute).not.toHaveBeenCalled();
  expect(screen.getByText(/not recorded yet, and nothing is sent later/)).toBeTruthy();
  expect(screen.getByText(/Write down the time: \d\d:\d\d/)).toBeTruthy();
  expect(screen.getByText(/need not show ID/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Record the dispute now' })).toHaveProperty('disabled', true);
});

test('R28: a dispute that got no answer may be sent again', async () => {
  const dispute = vi.fn<Api['dispute']>(() => Promise.reject(new Refusal('timeout')));
  show(<Disputing api={apiWith({ dispute })} status="live" onAnswered={vi.fn()} />);
  await tap();
  await userEvent.click(screen.getByRole('button', { name: 'Record the dispute now' }));
  expect(dispute).toHaveBeenCalledTimes(2);
});

async function showCard(online: boolean, caseQr: Api['caseQr']) {
  const onDone = vi.fn();
  const shown = (live: boolean) => (
    <CardScreen
      alert={disputed}
      api={api}
      live={liveState({ status: live ? 'live' : 'offline' })}
      onNextAlert={null}
      onDone={onDone}
    />
  );
  const api = apiWith({ caseQr });
  const { rerender } = show(shown(online));
  await act(() => Promise.resolve());
  const comeBack = () =>
    act(async () => {
      rerender(shown(true));
      await Promise.resolve();
    });
  return { onDone, comeBack };
}

test('R28: the card has number, code, plain words in both languages, and no word of a list entry', async () => {
  const { onDone } = await showCard(true, () => Promise.resolve(new Blob(['<svg/>'])));
  const card = screen.getByRole('article', { name: 'Card for the person' });
  expect(card.textContent).toContain('RG-26-0042');
  expect(screen.getByRole('img', { name: 'Code that opens https://store.test/c/RG-26-0042' })).toBeTruthy();
  const [english, maori] = card.querySelectorAll('section');
  expect(english!.lang).toBe('en-NZ');
  expect(english!.textContent).toMatch(/We are sorry/);
  expect(english!.textContent).toMatch(/do not have to show ID/);
  expect(maori!.lang).toBe('mi-NZ');
  expect(maori!.textContent).toMatch(/Awaiting a licensed translator/);
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(onDone).toHaveBeenCalledOnce();
});

test('R28: without a connection the card stands with its number, and the code comes with the connection', async () => {
  const caseQr = vi.fn<Api['caseQr']>(() => Promise.resolve(new Blob(['<svg/>'])));
  const { comeBack } = await showCard(false, caseQr);
  expect(caseQr).not.toHaveBeenCalled();
  expect(screen.getByText(/^The code is not here/)).toBeTruthy();
  expect(screen.getByText('RG-26-0042')).toBeTruthy();
  await comeBack();
  expect(screen.getByRole('img', { name: /^Code that opens/ })).toBeTruthy();
});

const screens: [string, (shared: AlertShared) => ReactNode][] = [
  ['vote', (shared) => <VoteScreen shared={shared} />],
  ['waiting', (shared) => <WaitingScreen shared={shared} canHandOver onHandOver={() => Promise.resolve()} />],
  ['result', (shared) => <ResultScreen shared={shared} onDismiss={() => undefined} />],
];
test.each(screens)('R28: the %s screen has the button, without a dialog', async (_, screenOf) => {
  const onDispute = vi.fn();
  show(screenOf(sharedOf({ onDispute })));
  await act(() => Promise.resolve());
  await userEvent.click(screen.getByRole('button', { name: 'Disputes it' }));
  expect(onDispute).toHaveBeenCalledOnce();
});
