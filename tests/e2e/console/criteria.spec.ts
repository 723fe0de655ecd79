import { expect } from '@playwright/test';
import { lookAtDesk, test } from '../support/desk';

test('@R13 @R14 @R44 criteria are changed by two, entries are looked at again, and nobody is matched until that is assessed', async ({
  deskOf,
}) => {
  const first = await deskOf('lossPrevention');
  await first.go('criteria');
  await expect(first.page.getByText('NZ$500 or more, at most 12 months').first()).toBeVisible();
  await first.act(
    'Propose a change',
    { 'In general': `We list only adults who have seriously harmed our people or our stores. ${Date.now()}` },
    'Propose',
  );
  await expect(first.page.getByText('A change waits for a second person')).toBeVisible();
  await expect(first.page.getByRole('button', { name: 'Publish' })).toHaveCount(0);

  const second = await deskOf('privacyOfficer');
  await second.go('today');
  await second.page
    .getByRole('listitem')
    .filter({ hasText: 'proposes a change of the criteria' })
    .getByRole('link')
    .click();
  await expect(second.page.getByRole('table', { name: 'What would change' })).toBeVisible();
  await lookAtDesk(second.page, 'criteria-proposal');
  await second.act('Publish', {}, 'Publish');
  await expect(second.page.getByText(/Version \d+, in force/)).toBeVisible();
  await lookAtDesk(second.page, 'criteria');

  const manager = await deskOf('storeManager');
  const { page } = manager;
  await manager.go('today');
  await expect(page.getByText('The criteria have changed: ').first()).toBeVisible();
  await lookAtDesk(page, 'today-review');
  await manager.go('watchlist?due=review');
  await page.getByRole('row', { name: 'Subject C' }).getByRole('link').first().click();
  await expect(page.getByText('Somebody is to look at this entry again')).toBeVisible();
  await lookAtDesk(page, 'entry-review');
  await page.getByRole('button', { name: 'Say whether it meets the criteria' }).click();
  await page.getByRole('radio', { name: 'It still meets it' }).check();
  await expect(page.getByLabel('What was taken, in NZ$')).toHaveValue('900');
  await page.getByLabel('Reason').fill('The file was read again.');
  await lookAtDesk(page, 'entry-review-form');
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByText('Looked at again: it still meets the criteria').first()).toBeVisible();
  await manager.act('Re-validate', { 'On what grounds': 'The notice is in force.' }, 'Re-validate');
  await expect(page.getByText('Re-validated for 90 days').first()).toBeVisible();
  await lookAtDesk(page, 'entry-looked-at');

  // The assessment judged other criteria.
  await first.go('readiness');
  await expect(first.page.getByText('Not matching').first()).toBeVisible();
  await lookAtDesk(first.page, 'readiness-stopped');
  await first.page
    .getByRole('link', { name: /submit a version/ })
    .first()
    .click();
  await expect(first.page.getByText('What was assessed has changed')).toBeVisible();
  await expect(first.page.getByText(/version \d+; assessed as version \d+/)).toBeVisible();
  await lookAtDesk(first.page, 'assessment-stale');
  await first.page.getByRole('link', { name: 'Write the next version' }).click();
  const risks = first.page.getByLabel('Who may be harmed', { exact: false }).or(first.page.locator('#risks'));
  await risks.first().fill('Somebody is taken for another. Fewer people are listed than before.');
  await first.page
    .getByRole('region', { name: 'Benefit against risk' })
    .getByRole('button', { name: 'Save this part' })
    .click();
  await expect(first.page.getByText('Benefit against risk: saved.')).toBeVisible();
  await lookAtDesk(first.page, 'assessment-draft');
  await first.act(
    'Submit for approval',
    { 'What the review found': 'The criteria are narrower; the risk to others is smaller.' },
    'Submit',
  );
  await expect(first.page.getByText('waits for approval').first()).toBeVisible();
  await expect(first.page.getByRole('button', { name: /^Approve/ })).toHaveCount(0);

  for (const who of ['administrator', 'secondAdministrator'] as const) {
    const approver = await deskOf(who);
    await approver.go('today');
    await approver.page
      .getByRole('listitem')
      .filter({ hasText: 'privacy impact assessment waits' })
      .getByRole('link')
      .click();
    await approver.page.getByRole('button', { name: /^Approve version/ }).click();
    if (who === 'administrator') await lookAtDesk(approver.page, 'assessment-approval');
    await approver.page.getByRole('button', { name: 'I have read it and approve it' }).click();
    await expect(
      approver.page.getByText(who === 'administrator' ? 'Your approval is on record' : 'is in force').first(),
    ).toBeVisible();
  }

  await first.go('readiness');
  // The other store has no camera.
  await expect(first.page.getByRole('button', { name: 'Store 1 Matching', exact: true })).toBeVisible();
  await lookAtDesk(first.page, 'readiness');
  await first.go('assessment');
  await expect(first.page.getByText('It judges what the product does now.')).toBeVisible();

  const stores = (await (await first.page.request.get('/api/stores')).json()) as { id: string }[];
  await first.page.goto(`/privacy/${stores[0]?.id ?? ''}/assessment`);
  await expect(
    first.page.getByText('We recognise people who have threatened or hurt our staff.'),
  ).toBeVisible();
  await first.page.screenshot({ path: 'test-results/screens/portal-assessment.png', fullPage: true });
  await first.page.goto(`/privacy/${stores[0]?.id ?? ''}`);
  await first.page.screenshot({ path: 'test-results/screens/portal-store.png', fullPage: true });
  await first.page.goto(`/privacy/${stores[0]?.id ?? ''}/policy`);
  await first.page.screenshot({ path: 'test-results/screens/portal-policy.png', fullPage: true });
});
