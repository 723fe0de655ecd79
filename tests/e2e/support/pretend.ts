import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, type APIRequestContext } from '@playwright/test';
import { debugPort } from './lighthouse';
import { Tablet } from './tablet';

export const one = { id: 'p1', name: 'Store manager 1', pin: '111111' };
export const two = { id: 'p2', name: 'Store staff 1', pin: '222222' };
export const sizes = { tablet: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export type Size = keyof typeof sizes;

const fakeServer = fileURLToPath(new URL('../../../web/apps/tablet/dev/fake-server.mjs', import.meta.url));

interface Pretend {
  afresh: void;
  /** Opens a tablet of the pretend store, to be paired by address unless told otherwise; closed after the test. */
  open: (size?: Size, path?: string) => Promise<Tablet>;
}

/** A test that finds the pretend store of web/apps/tablet/dev as new; each worker has a store of its own. */
export const test = base.extend<Pretend, { store: string }>({
  store: [
    async ({}, use) => {
      const server = spawn(process.execPath, [fakeServer], {
        env: { ...process.env, PORT: '0' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said] = (await once(createInterface(server.stdout), 'line')) as [string];
      await use(new URL(said.split(' ')[0] ?? '').origin);
      server.kill();
      await once(server, 'exit');
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ launchOptions }, use, { parallelIndex }) =>
      use({
        ...launchOptions,
        args: [...(launchOptions.args ?? []), `--remote-debugging-port=${debugPort(parallelIndex)}`],
      }),
    { scope: 'worker' },
  ],
  baseURL: async ({ store }, use) => use(store),
  afresh: [
    async ({ request }, use) => {
      await tell(request, 'reset', {});
      await use();
    },
    { auto: true },
  ],
  open: async ({ browser, store }, use) => {
    const tablets: Tablet[] = [];
    await use(async (size = 'tablet', path = '?pair=TEST-0001') => {
      const tablet = await Tablet.open(browser, store, undefined, path);
      tablets.push(tablet);
      await tablet.page.setViewportSize(sizes[size]);
      return tablet;
    });
    for (const tablet of tablets) await tablet.close();
  },
});

const tell = async (request: APIRequestContext, what: string, data: object) => {
  const answer = await request.post(`/dev/${what}`, { data });
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as { id?: string });
};

/** Returns the alert's id. `act`: how long people may act, seconds; `drill`: what the right answer is. */
export const raise = async (
  request: APIRequestContext,
  what: { seconds?: number; act?: number; drill?: 'same' | 'different' } = {},
) => (await tell(request, 'raise', { seconds: 240, ...what })).id ?? '';
export const changeAlert = (request: APIRequestContext, data: object) => tell(request, 'alert', data);
export const changeStore = (request: APIRequestContext, data: object) => tell(request, 'store', data);
export const changeEntrance = (request: APIRequestContext, data: object) => tell(request, 'entrance', data);
export const changePerson = (request: APIRequestContext, data: object) => tell(request, 'person', data);
export const signOutAfter = (request: APIRequestContext, seconds: number) =>
  tell(request, 'idle', { seconds });
/** A new version of the app, as far as its service worker can tell. */
export const release = (request: APIRequestContext) => tell(request, 'release', {});

export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
export const certifiedFor = (days: number) => ({ validUntil: inSeconds(days * 86_400), lapsed: days <= 0 });

/** Both people say "same person" on one tablet, the second after signing in afresh. */
export async function confirm(tablet: Tablet) {
  await tablet.canVote(10_000);
  await tablet.vote('Same person', ['Ears', 'Nose']);
  await tablet.button('Next person: sign in').click();
  await tablet.signIn(two);
  await tablet.canVote(10_000);
  await tablet.vote('Same person', ['Jaw']);
}
