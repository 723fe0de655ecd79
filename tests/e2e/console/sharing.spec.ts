import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('@R17 @R18 @R19 @R20 an entry is offered on recorded grounds, answered by the other store for itself, and taken back', async ({
  deskOf,
}) => {
  const officer = await deskOf('privacyOfficer');
  await officer.go('sharing');
  await expect(officer.page.getByText('Sharing is locked', { exact: true })).toBeVisible();
  await lookAtDesk(officer.page, 'sharing-locked');
  await officer.page.getByRole('button', { name: 'Record the grounds' }).click();
  const grounds = officer.page.getByRole('dialog');
  await officer.choose('Lawful ground', 'To prevent or lessen a serious threat to somebody', grounds);
  await grounds.getByLabel('Why it holds').fill('People who struck staff are expected in stores nearby.');
  await grounds.getByLabel('Where the assessment looks at sharing').fill('Assessment 3, section 7');
  await grounds.getByLabel('How people are told').fill('A letter where an address is known.');
  await grounds.getByLabel('To be reviewed by').fill(dayFromNow(180));
  await grounds.getByRole('button', { name: 'Record' }).click();
  await expect(officer.page.getByText('Sharing rests on recorded grounds')).toBeVisible();

  const sender = await deskOf('lossPrevention');
  await sender.go('watchlist?state=active');
  const listed = sender.page.getByRole('row').filter({ hasText: 'Store 1' }).first();
  await listed.getByRole('link').first().click();
  await sender.page.getByRole('button', { name: 'Offer to another store' }).click();
  const offer = sender.page.getByRole('dialog');
  await sender.choose('Store', 'Store 2', offer);
  await offer.getByLabel('Distance by road').fill('300');
  await sender.choose('Why that store needs to know', 'Offended in several stores nearby', offer);
  await offer.getByRole('button', { name: 'Offer' }).click();
  await expect(offer.getByText('more than 30 km away')).toBeVisible();
  await offer.getByLabel('Distance by road').fill('8');
  await offer.getByRole('button', { name: 'Offer' }).click();
  const share = sender.page.getByRole('table', { name: 'Shares' }).getByRole('row').nth(1);
  await expect(share).toContainText('Waits for an answer');
  await lookAtDesk(sender.page, 'shares-of-entry');

  const receiver = await deskOf('storeManager');
  const { page } = receiver;
  await receiver.go('today');
  await page.getByRole('listitem').filter({ hasText: 'Store 1 offers Store 2' }).getByRole('link').click();
  await expect(receiver.heading('Store 1 to Store 2')).toBeVisible();
  await expect(page.getByText('No template leaves')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Picture 1, larger' })).toBeVisible();
  await lookAtDesk(page, 'share');
  await page.getByRole('button', { name: 'Accept' }).click();
  const answers = page.getByRole('dialog');
  await answers.getByLabel('What your staff will call the entry').fill('Subject 1');
  await answers.getByLabel('What harm').fill('Threatened the night fill in March.');
  await answers.getByRole('radiogroup', { name: 'adult' }).getByLabel('Yes').check();
  await answers.getByRole('radiogroup', { name: 'vulnerable' }).getByLabel('Unsure').check();
  await receiver.choose('Rests on', 'Reviewed footage', answers);
  await answers.getByLabel('Ends').fill(dayFromNow(30));
  await receiver.choose('Does the person know', 'Not told: it would defeat the purpose', answers);
  await answers.getByRole('button', { name: 'Propose' }).click();
  await expect(answers.getByText('a person who may be vulnerable is never put on a list')).toBeVisible();
  await lookAtDesk(page, 'share-answers');
  await answers.getByRole('radiogroup', { name: 'vulnerable' }).getByLabel('No').check();
  await answers.getByRole('button', { name: 'Propose' }).click();
  await expect(page.getByText('Accepted, waits for approval')).toBeVisible();
  await page.getByRole('link', { name: 'Read it' }).click();
  await expect(receiver.heading('Subject 1')).toBeVisible();
  await expect(page.getByText('You proposed it, so somebody else must approve it.')).toBeVisible();

  await sender.page.reload();
  await share.getByRole('link').click();
  await sender.page.getByRole('button', { name: 'Take it back' }).click();
  const recall = sender.page.getByRole('dialog');
  await sender.choose('Reason', 'It is not needed any more', recall);
  await recall.getByRole('button', { name: 'Take it back' }).click();
  await expect(sender.page.getByText('Taken back').first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('Pictures and templates of this entry are destroyed.')).toBeVisible();
});
