import { expect, type Page } from '@playwright/test';
import { inMaori, look, lookInBoth } from '../support/look';
import {
  certifiedFor,
  changeAlert,
  changePerson,
  changeStore,
  confirm,
  inSeconds,
  one,
  raise,
  release,
  type Size,
  sizes,
  test,
  two,
} from '../support/pretend';
import type { Tablet } from '../support/tablet';

/** What passes while the server answers stays on the screen: no request of this page ends for want of an answer. */
async function withoutRequestTimeout({ page }: Tablet) {
  await page.addInitScript((timeoutMs) => {
    const timer = window.setTimeout.bind(window);
    window.setTimeout = ((run: () => void, ms?: number) =>
      timer(run, ms === timeoutMs ? 600_000 : ms)) as typeof window.setTimeout;
  }, 5_000);
  await page.reload();
}
const hold = (page: Page, path: string) => page.route(path, () => undefined);
const answer = (page: Page, path: string, json: object) =>
  page.route(path, (route) => route.fulfill({ json }));
const refuse = (page: Page, path: string, status: number, code: string) =>
  page.route(path, (route) =>
    route.fulfill({ status, contentType: 'application/problem+json', json: { status, code, detail: '' } }),
  );

for (const size of Object.keys(sizes) as Size[]) {
  test.describe(size, () => {
    test('before anybody is signed in', async ({ open, request }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.typePin(two, '999999');
      for (let wrong = 2; wrong <= 5; wrong++) {
        await expect(page.getByText(/tries left/)).toBeVisible();
        await page.getByLabel('PIN, 6 digits').pressSequentially('999999');
      }
      await expect(page.getByText('Too many wrong')).toBeVisible();
      await lookInBoth(page, `${size}-70-locked-out`);
      await tablet.button('Someone else').click();

      await tablet.signIn(one);
      tablet.line.cut();
      await tablet.button('Sign out').click();
      await expect(page.getByText('the server could not be told yet')).toBeVisible();
      await lookInBoth(page, `${size}-71-sign-out-owed`);
      tablet.line.restore();
      await expect(page.getByText('the server could not be told yet')).toBeHidden({ timeout: 20_000 });

      const told = (await (await page.request.get(`${tablet.line.url}/api/tablet`)).json()) as object;
      await answer(page, '**/api/tablet', { ...told, people: [] });
      await page.reload();
      await expect(page.getByText('Nobody works at this store yet.')).toBeVisible();
      await lookInBoth(page, `${size}-72-nobody`);
      await hold(page, '**/api/me');
      await withoutRequestTimeout(tablet);
      await expect(tablet.heading('Starting…')).toBeVisible();
      await look(page, `${size}-73-starting`);
      await page.unrouteAll();
      await page.reload();
      await expect(tablet.heading('Who are you?')).toBeVisible();
      await inMaori(page, async () => {
        await hold(page, '**/api/me');
        await page.reload();
        await expect(tablet.heading('E tīmata ana…')).toBeVisible();
        await look(page, `${size}-73-starting-mi`);
        await page.unrouteAll();
        await page.reload();
        await expect(tablet.heading('Ko wai koe?')).toBeVisible();
      });
      // A new version waits until somebody takes it, and never comes before an alert.
      const update = page.getByText('A new version of this app is ready.');
      await tablet.signIn(one);
      await release(request);
      await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
      await expect(update).toBeVisible();
      await lookInBoth(page, `${size}-74-update`);
      await raise(request);
      await tablet.canVote(5_000);
      await expect(update).toBeHidden();
    });

    test('without a tablet: no store, and nobody to hand over to', async ({ open, request }) => {
      const tablet = await open(size, '');
      const { page } = tablet;
      const signIn = async (password: string) => {
        await page.getByLabel('Organisation').fill('demo');
        await page.getByLabel('E-mail').fill('p1@store.test');
        await page.getByRole('textbox', { name: 'Password' }).fill(password);
        await tablet.button('Sign in').click();
      };
      await tablet.button('Sign in with a password instead').click();
      await signIn('wrong');
      await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible();
      await lookInBoth(page, `${size}-75-password-wrong`);
      await answer(page, '**/api/stores', []);
      await signIn('password');
      await expect(page.getByText('You have no store yet.')).toBeVisible();
      await lookInBoth(page, `${size}-76-no-store`);
      await page.unrouteAll();
      await page.reload();
      await tablet.button('Sign in with a password instead').click();
      await signIn('password');
      await tablet.button('Store 1').click();
      await raise(request);
      await tablet.canVote(5_000);
      await tablet.vote('Same person', ['Marks']);
      await expect(tablet.heading('Your vote is in')).toBeVisible();
      await expect(tablet.button('Next person: sign in')).toHaveCount(0);
      await lookInBoth(page, `${size}-77-waiting-alone`);
    });

    test('@R8 a store with nothing that works, and no drill to look back at', async ({ open, request }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      await changeStore(request, {
        listCheckedAt: null,
        cameras: ['silent', 'failed', 'offline'].map((state, i) => ({
          id: `c${i}`,
          name: `Entrance ${i + 1}`,
          state,
          armed: true,
          reason: null,
        })),
      });
      await expect(page.getByText('Failed')).toBeVisible();
      await lookInBoth(page, `${size}-78-cameras-failed`);
      await changeStore(request, { cameras: [] });
      await expect(page.getByText('No cameras yet.')).toBeVisible();
      await lookInBoth(page, `${size}-79-no-cameras`);
      await answer(page, '**/api/drills/scores*', { store: { id: 's1', name: 'Store 1' }, weeks: [] });
      await tablet.button('Past drills').click();
      await expect(page.getByText('There has been no drill')).toBeVisible();
      await look(page, `${size}-80-no-drills`);
      await tablet.button('Done').click();
      await inMaori(page, async () => {
        await tablet.button('Ngā whakaharatau o mua').click();
        await expect(page.getByText('Kāore he whakaharatau')).toBeVisible();
        await look(page, `${size}-80-no-drills-mi`);
        await page.keyboard.press('Escape');
      });
    });

    test('@R25 a vote that can’t be given: pictures on their way or failed, refused, out of time', async ({
      open,
      request,
    }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      const id = await raise(request);
      await tablet.canVote(5_000);
      await changeAlert(request, { id, state: 'raised', hasLive: false });
      await expect(page.getByText('The pictures are on their way')).toHaveCount(2);
      for (const button of tablet.answers) await expect(button).toBeDisabled();
      await lookInBoth(page, `${size}-81-gathering`);
      await page.route('**/pictures/live', (route) => route.abort());
      await changeAlert(request, { id, state: 'voting', hasLive: true });
      await expect(page.getByText('The picture did not load.')).toBeVisible();
      for (const button of tablet.answers) await expect(button).toBeDisabled();
      await lookInBoth(page, `${size}-82-picture-failed`);
      await page.unrouteAll();
      await tablet.button('Try again').click();
      await tablet.canVote(5_000);
      await refuse(page, '**/votes', 409, 'not-independent');
      await tablet.vote('Same person', ['Brow']);
      await expect(page.getByText('You can’t be the second person')).toBeVisible();
      await lookInBoth(page, `${size}-83-vote-refused`);
      await changeAlert(request, { id, votingEndsAt: inSeconds(-1) });
      await expect(page.getByText('Time is up: this counts as no match.')).toBeVisible();
      for (const button of tablet.answers) await expect(button).toBeDisabled();
      await lookInBoth(page, `${size}-84-time-up`);
    });

    test('@R26 @R28 confirmed: not found, no picture, no connection; a dispute that is on its way', async ({
      open,
      request,
    }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await withoutRequestTimeout(tablet);
      await tablet.signIn(one);
      await raise(request);
      await page.route('**/pictures/latest', (route) => route.abort());
      await confirm(tablet);
      await tablet.button('Can’t find them').click();
      await expect(page.getByText('Not found. You can look on')).toBeVisible();
      await lookInBoth(page, `${size}-85-not-found`);
      tablet.line.cut();
      await expect(page.getByText('No connection since')).toBeVisible();
      await expect(page.getByText('it can’t be recorded now')).toBeVisible();
      for (const name of ['Yes, this person', 'No, someone else', 'Record']) {
        await expect(tablet.button(name)).toBeDisabled();
      }
      await lookInBoth(page, `${size}-86-confirmed-offline`);
      tablet.line.restore();
      await expect(page.getByText('No connection since')).toBeHidden({ timeout: 20_000 });
      await page.route('**/qr.svg', (route) => route.abort());
      const disputes: (() => Promise<void>)[] = [];
      await page.route('**/dispute', (route) => void disputes.push(() => route.continue()));
      await tablet.button('Disputes it').click();
      await expect(page.getByText('Recording the dispute…')).toBeVisible();
      await lookInBoth(page, `${size}-87-dispute-on-its-way`);
      for (const go of disputes) await go();
      await expect(page.getByText('The code is not here')).toBeVisible();
      await lookInBoth(page, `${size}-88-card-without-code`);
      await tablet.button('Done: record the outcome').click();
      await tablet.button('Record it later').click();
      await expect(page.getByRole('button', { name: /Show the card of case/ })).toBeVisible();
      await lookInBoth(page, `${size}-89-idle-case`);
    });

    test('@R48 a drill nobody here voted in; an exam that is locked; a course that does not come', async ({
      open,
      request,
    }) => {
      const tablet = await open(size);
      const { page } = tablet;
      await tablet.signIn(one);
      const id = await raise(request, { drill: 'same' });
      await tablet.canVote(5_000);
      await changeAlert(request, { id, state: 'drill', correct: null });
      await expect(page.getByText('You did not vote in this one.')).toBeVisible();
      await lookInBoth(page, `${size}-90-drill-not-yours`);
      await tablet.button('Done').click();
      await tablet.signOut();

      await changePerson(request, { ...one, certificate: certifiedFor(-3) });
      await tablet.signIn(one);
      await page.route('**/course*', (route) => route.abort());
      await tablet.button('Take the course').click();
      await expect(page.getByText('No connection. Nothing was sent.')).toBeVisible();
      await lookInBoth(page, `${size}-91-course-failed`);
      await page.unrouteAll();
      await tablet.button('Try again').click();
      for (let lesson = 1; lesson <= 3; lesson++) await tablet.button('Next lesson').click();
      await tablet.button('To the exam').click();
      for (let question = 1; question <= 4; question++) {
        await page.getByRole('radio').first().click();
        await tablet.button(question < 4 ? 'Next question' : 'Look over your answers').click();
      }
      await refuse(page, '**/exam', 409, 'exam-locked');
      await tablet.button('Send the answers').click();
      await expect(page.getByText('Three tries in an hour.')).toBeVisible();
      await lookInBoth(page, `${size}-92-exam-locked`);
    });
  });
}
