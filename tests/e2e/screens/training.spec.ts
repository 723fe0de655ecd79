import { expect } from '@playwright/test';
import { lookInBoth } from '../support/look';
import { certifiedFor, changePerson, one, raise, type Size, sizes, test } from '../support/pretend';

for (const size of Object.keys(sizes) as Size[]) {
  test(`${size} @R24 @R48 no certificate, no vote: the course, the exam, and then the vote`, async ({
    open,
    request,
  }) => {
    await changePerson(request, { ...one, certificate: null });
    const tablet = await open(size);
    const { page } = tablet;
    await tablet.signIn(one);
    await expect(page.getByText('you have no certificate')).toBeVisible();
    await lookInBoth(page, `${size}-60-no-certificate`);
    await raise(request);
    await expect(tablet.heading('Is this the same person?')).toBeVisible();
    await expect(page.getByText('you have no certificate')).toBeVisible();
    for (const answer of tablet.answers) await expect(answer).toBeDisabled();
    await expect(tablet.pictures).toHaveCount(2);
    await lookInBoth(page, `${size}-61-vote-no-certificate`);

    await tablet.button('Take the course').click();
    await expect(page.getByText('Lesson 1 of 4')).toBeVisible();
    await expect(page.getByText('An alert is waiting.')).toBeVisible();
    await lookInBoth(page, `${size}-62-lesson`);
    await tablet.button('Next lesson').click();
    await tablet.button('Next lesson').click();
    await tablet.button('Next lesson').click();
    await tablet.button('To the exam').click();
    const answer = async (choice: string, next = 'Next question') => {
      await page.getByRole('radio', { name: choice }).click();
      await tablet.button(next).click();
    };
    await page.getByRole('radio', { name: 'The clothes' }).click();
    await lookInBoth(page, `${size}-63-question`);
    await tablet.button('Next question').click();
    await answer('Vote the same');
    await answer('No, someone else');
    await tablet.button('Look over your answers').click();
    await expect(page.getByText('1 question is not answered yet.')).toBeVisible();
    await expect(tablet.button('Send the answers')).toBeDisabled();
    await lookInBoth(page, `${size}-64-look-over`);
    await page.getByRole('button', { name: /wrong one/ }).click();
    await answer('Stop, and press', 'Look over your answers');
    await tablet.button('Send the answers').click();
    await expect(page.getByRole('heading', { name: 'Not passed yet' })).toBeVisible();
    await expect(page.getByText('How to compare two faces')).toBeVisible();
    await lookInBoth(page, `${size}-65-failed`);

    await tablet.button('Read again, then the exam').click();
    for (let lesson = 1; lesson <= 3; lesson++) await tablet.button('Next lesson').click();
    await tablet.button('To the exam').click();
    await answer('Nose, brow and marks');
    await answer('Look for yourself');
    await answer('No, someone else');
    await answer('Stop, and press', 'Look over your answers');
    await tablet.button('Send the answers').click();
    // The certificate holds at once, and with it the alert that waits comes first.
    await tablet.canVote(10_000);
    await lookInBoth(page, `${size}-66-vote-certified`);
    await tablet.vote('Can’t tell');
    await tablet.button('Done').click();
    await expect(page.getByRole('heading', { name: 'Passed: you may vote' })).toBeVisible();
    await expect(page.getByText(/holds until \d+ \S+ \d{4}/)).toBeVisible();
    await lookInBoth(page, `${size}-67-passed`);
    await page.getByRole('main').getByRole('button', { name: 'Leave the course' }).click();
    await expect(page.getByText(/Next training due/)).toBeVisible();
  });

  test(`${size} @R48 a certificate that ends soon or has lapsed says so`, async ({ open, request }) => {
    await changePerson(request, { ...one, certificate: certifiedFor(20) });
    const tablet = await open(size);
    await tablet.signIn(one);
    await expect(tablet.page.getByText(/Your certificate ends on/)).toBeVisible();
    await lookInBoth(tablet.page, `${size}-68-ending`);
    await tablet.signOut();
    await changePerson(request, { ...one, certificate: certifiedFor(-3) });
    await tablet.signIn(one);
    await expect(tablet.page.getByText('your certificate has lapsed')).toBeVisible();
    await lookInBoth(tablet.page, `${size}-69-lapsed`);
  });
}
