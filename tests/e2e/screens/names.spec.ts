import { expect } from '@playwright/test';
import { look, lookInBoth } from '../support/look';
import { changePerson, changeStore, one, raise, type Size, sizes, test, two } from '../support/pretend';

const first = { ...one, name: 'Te Ahurei Ngāwaka-Hetaraka o Te Whānau-ā-Apanui' };
const second = { ...two, name: 'Margaret Featherstonehaugh-Cholmondeley' };
// A hill in Hawke's Bay: one word of 85 letters, in which no line can break by itself.
const place = 'Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu';
const cameras = ['Te tomokanga matua ki te tūnga waka o runga', 'Checkout', place].map((name, i) => ({
  id: `c${i + 1}`,
  name,
  state: i === 0 ? 'live' : 'silent',
  armed: true,
  reason: null,
}));

for (const [size, { width }] of Object.entries(sizes) as [Size, { width: number }][]) {
  test(`names go on in the next line and are never cut off, ${width} px wide`, async ({ open, request }) => {
    for (const person of [first, second]) await changePerson(request, { id: person.id, name: person.name });
    await changeStore(request, { name: place, cameras });
    const tablet = await open(size);
    const { page } = tablet;
    await expect(tablet.heading('Who are you?')).toBeVisible();
    await lookInBoth(page, `${size}-90-names-people`);
    await page.getByRole('button', { name: first.name }).click();
    await lookInBoth(page, `${size}-91-names-pin`);
    for (const digit of first.pin) await tablet.button(`Digit ${digit}`).click();
    await expect(tablet.idle).toBeVisible();
    await lookInBoth(page, `${size}-92-names-idle`);
    await raise(request);
    await tablet.canVote(10_000);
    await lookInBoth(page, `${size}-93-names-vote`);
    await tablet.vote('Same person', ['Ears']);
    await tablet.button('Next person: sign in').click();
    await tablet.signIn(second);
    await tablet.canVote(10_000);
    await tablet.vote('Same person', ['Jaw']);
    await expect(tablet.heading('Two people confirmed')).toBeVisible();
    await lookInBoth(page, `${size}-94-names-confirmed`);
    await tablet.button('No, someone else').click();
    await expect(page.getByText('Stop: leave this person alone')).toBeVisible();
    await look(page, `${size}-95-names-someone-else`);
    await tablet.button('Disputes it').click();
    await expect(page.getByRole('article', { name: 'Card for the person' })).toBeVisible();
    await look(page, `${size}-96-names-card`);
  });
}
