import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('@R45 a trial is started with what is not known, and two people say what it found', async ({
  deskOf,
}) => {
  const desk = await deskOf('lossPrevention');
  const { page } = desk;
  await desk.go('trials');
  await expect(page.getByText('There is no trial.')).toBeVisible();
  await page.getByRole('button', { name: 'Start a trial' }).click();
  const dialog = page.getByRole('dialog');
  await desk.choose('Stores on trial', 'Store 2', dialog);
  await dialog.getByLabel('What is not known yet').fill('Whether it lessens assaults in a small store.');
  await dialog.getByLabel('What is counted').fill('Assaults a month; half as many would be enough.');
  await desk.choose('Comparison stores', 'Store 1', dialog);
  await dialog.getByLabel('How it is compared').fill('The same months, with guards in both.');
  await dialog.getByLabel('Last day').fill(dayFromNow(400));
  await dialog.getByRole('button', { name: 'Start it' }).click();
  await expect(dialog.getByText('endsAt must lie ahead, at most 6 months.')).toBeVisible();
  await lookAtDesk(page, 'trial-start');
  await dialog.getByLabel('Last day').fill(dayFromNow(20));
  await dialog.getByRole('button', { name: 'Start it' }).click();
  await expect(page.getByRole('region', { name: 'Trial 1' }).getByText('Running')).toBeVisible();

  await desk.go('today');
  await expect(page.getByText('Trial 1 ends, and its stores stop with it')).toBeVisible();
  await desk.go('readiness');
  await expect(page.getByRole('listitem').filter({ hasText: 'Trial of Store 2' })).toBeVisible();
  await desk.go('trials');
  await desk.act(
    'Record what it found',
    { 'What was counted': 'Assaults fell from nine to four, and one approach was wrong.' },
    'Record it',
  );
  await expect(page.getByText('A second person must agree.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Agree' })).toHaveCount(0);
  await lookAtDesk(page, 'trial-verdict');

  const second = await deskOf('privacyOfficer');
  await second.go('trials');
  await second.act('Agree', {}, 'I have read it and agree');
  await expect(second.page.getByText('Concluded: matching goes on')).toBeVisible();
  await lookAtDesk(second.page, 'trial');
});
