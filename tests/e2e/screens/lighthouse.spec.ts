import { chromium, expect } from '@playwright/test';
import lighthouse from 'lighthouse';
import { baseUrl, confirm, one, raise, test } from '../support/pretend';
import { Tablet } from '../support/tablet';

const debugPort = 6190;

test('Lighthouse gives accessibility 100 to sign-in, idle, vote and confirmed screens', async ({
  request,
  launchOptions,
}, info) => {
  // Lighthouse opens a tab of its own, which must know the tablet's pairing and session.
  const context = await chromium.launchPersistentContext(info.outputPath('profile'), {
    ...launchOptions,
    args: [...(launchOptions.args ?? []), `--remote-debugging-port=${debugPort}`],
  });
  const tablet = await Tablet.in(context, `${baseUrl}/tablet/?pair=TEST-0001`);
  const score = async (name: string) => {
    const result = await lighthouse(`${baseUrl}/tablet/`, {
      port: debugPort,
      onlyCategories: ['accessibility'],
      disableStorageReset: true,
      formFactor: 'desktop',
      screenEmulation: { disabled: true },
      throttlingMethod: 'provided',
      logLevel: 'silent',
    });
    const failed = Object.values(result?.lhr.audits ?? {}).filter(({ score }) => score === 0);
    expect(
      failed.map(({ id }) => id),
      name,
    ).toEqual([]);
    expect(result?.lhr.categories['accessibility']?.score, name).toBe(1);
  };
  await expect(tablet.heading('Who are you?')).toBeVisible();
  await score('sign-in');
  await tablet.signIn(one);
  await expect(tablet.idle).toBeVisible();
  await score('idle');
  await raise(request);
  await tablet.canVote(10_000);
  await score('vote');
  await confirm(tablet);
  await expect(tablet.heading('Two people confirmed')).toBeVisible();
  await score('confirmed');
  await context.close();
});
