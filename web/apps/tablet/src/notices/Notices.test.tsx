// @vitest-environment jsdom
import { type Api, type Entrance, Refusal } from '@retailguard/api';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { apiWith, show } from '../testing';
import { NoticesDialog } from './NoticesDialog';
import { PosterNotice } from './PosterNotice';
import { posterStanding } from '@retailguard/api';

afterEach(cleanup);

const now = Date.parse('2026-11-20T00:00:00Z');
const entrance = (change: Partial<Entrance> = {}): Entrance => ({
  id: 'n1',
  storeId: 's1',
  name: 'Main entrance',
  state: 'notHung',
  posterAddress: 'https://example.test/n/1',
  attestedAt: null,
  validUntil: null,
  ...change,
});
const hung = (validUntil: string) => entrance({ state: 'hung', validUntil });
const photo = new File(['picture'], 'poster.jpg', { type: 'image/jpeg' });

function showDialog(attestPoster: Api['attestPoster'], offline = false) {
  const reload = vi.fn(() => Promise.resolve());
  show(
    <NoticesDialog
      api={apiWith({ attestPoster })}
      entrances={{ all: [entrance()], problem: null, reload }}
      roles={['storeStaff']}
      offline={offline}
      now={now}
      timeZone="Pacific/Auckland"
      opened
      onClose={() => undefined}
    />,
  );
  return reload;
}

const input = () => document.querySelector<HTMLInputElement>('input[type="file"]')!;

test('R33: a poster lapses by the server’s clock, and is due a week before', () => {
  expect(posterStanding(hung('2026-12-20T00:00:00Z'), now)).toBe('hung');
  expect(posterStanding(hung('2026-11-26T00:00:00Z'), now)).toBe('ending');
  expect(posterStanding(hung('2026-11-20T00:00:00Z'), now)).toBe('lapsed');
});

test('R33: the first screen names what is to be photographed, and nothing while all hang', () => {
  const onOpen = vi.fn();
  show(<PosterNotice entrances={[hung('2026-12-20T00:00:00Z')]} now={now} onOpen={onOpen} />);
  expect(screen.queryByRole('button')).toBeNull();
  cleanup();
  show(<PosterNotice entrances={[entrance(), hung('2026-11-22T00:00:00Z')]} now={now} onOpen={onOpen} />);
  expect(screen.getByText(/Nobody is compared here until it is/)).toBeTruthy();
});

test('R33: the photograph of a poster goes to its entrance, and until when it counts is said', async () => {
  const attestPoster = vi.fn<Api['attestPoster']>(() =>
    Promise.resolve({ id: 'a1', validUntil: '2026-12-20T11:00:00Z' }),
  );
  const reload = showDialog(attestPoster);
  expect(input().getAttribute('capture')).toBe('environment');
  await userEvent.upload(input(), photo);
  expect(
    await screen.findByText('Main entrance: on record. It counts to the end of 20 December 2026.'),
  ).toBeTruthy();
  expect(attestPoster).toHaveBeenCalledWith('n1', expect.any(Blob));
  expect(reload).toHaveBeenCalledOnce();
});

test('R33: a refusal says what to do', async () => {
  showDialog(() => Promise.reject(new Refusal('poster-with-person')));
  await userEvent.upload(input(), photo);
  expect(await screen.findByText(/Take it again when nobody stands there/)).toBeTruthy();
});

test('R33: without a connection no photograph can be sent, and the screen says so', () => {
  showDialog(() => Promise.reject(new Error('not to be called')), true);
  expect(screen.getByText(/No connection: no photograph can be sent now/)).toBeTruthy();
  expect(
    screen.getByRole<HTMLButtonElement>('button', { name: 'Photograph the poster at Main entrance' })
      .disabled,
  ).toBe(true);
});
