import { test as base, type APIRequestContext, type Browser } from '@playwright/test';
import { Tablet } from './tablet';

/** The pretend store of web/apps/tablet/dev, and how a test arranges it. */
export const baseUrl = 'http://127.0.0.1:5189';
export const one = { id: 'p1', name: 'Store manager 1', pin: '111111' };
export const two = { id: 'p2', name: 'Store staff 1', pin: '222222' };
export const sizes = { tablet: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export type Size = keyof typeof sizes;

export const open = async (browser: Browser, size: Size = 'tablet', path = '?pair=TEST-0001') => {
  const tablet = await Tablet.open(browser, baseUrl, undefined, path);
  await tablet.page.setViewportSize(sizes[size]);
  return tablet;
};

const tell = async (request: APIRequestContext, what: string, data: object) => {
  const answer = await request.post(`${baseUrl}/dev/${what}`, { data });
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as { id?: string });
};

/** A test that finds the pretend store as new. */
export const test = base.extend<{ afresh: void }>({
  afresh: [
    async ({ request }, use) => {
      await tell(request, 'reset', {});
      await use();
    },
    { auto: true },
  ],
});

/** Returns the alert's id. `act`: how long people may act, seconds; `drill`: what the right answer is. */
export const raise = async (
  request: APIRequestContext,
  what: { seconds?: number; act?: number; drill?: 'same' | 'different' } = {},
) => (await tell(request, 'raise', { seconds: 240, ...what })).id ?? '';
export const changeAlert = (request: APIRequestContext, data: object) => tell(request, 'alert', data);
export const changeStore = (request: APIRequestContext, data: object) => tell(request, 'store', data);
export const changePerson = (request: APIRequestContext, data: object) => tell(request, 'person', data);
export const signOutAfter = (request: APIRequestContext, seconds: number) =>
  tell(request, 'idle', { seconds });

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
export const certifiedFor = (days: number) => ({ validUntil: inDays(days), lapsed: days <= 0 });

/** Both people say "same person" on one tablet, the second after signing in afresh. */
export async function confirm(tablet: Tablet) {
  await tablet.canVote(10_000);
  await tablet.vote('Same person', ['Ears', 'Nose']);
  await tablet.button('Next person: sign in').click();
  await tablet.signIn(two);
  await tablet.canVote(10_000);
  await tablet.vote('Same person', ['Jaw']);
}
