// @vitest-environment jsdom
import { Refusal } from '@retailguard/api';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Problem } from '../sign-in/Problem';
import { show } from '../testing';
import { LanguageMenu } from './LanguageMenu';
import { LanguageProvider } from './LanguageProvider';
import { rememberedLanguage, rememberLanguage } from './languages';
import { en, type Messages } from './messages.en';
import { mi } from './messages.mi';
import { type Sentence, sentenceOf } from './sentenceOf';
import { fullDate, longDate } from './time';

beforeEach(() => {
  localStorage.clear();
});
afterEach(cleanup);

/** Every word by its path; what is made of values is made of plain ones. */
function words(of: unknown, path = ''): [string, string][] {
  if (typeof of === 'string') return [[path, of]];
  if (typeof of === 'function') {
    const made: unknown = (of as (...values: unknown[]) => unknown)(3, 4);
    return [[`${path}()`, String(made)]];
  }
  return Object.entries(of as object).flatMap(([key, value]) => words(value, `${path}.${key}`));
}

test('te reo Māori has every word that English has, none of them empty or left in English', () => {
  const english = new Map(words(en));
  const maori = new Map(words(mi));
  expect([...maori.keys()].sort()).toEqual([...english.keys()].sort());
  const same = [...maori].filter(([path, text]) => text === '' || text === english.get(path));
  // Names, codes, and greetings that both languages share.
  expect(same.map(([path]) => path).sort()).toEqual(
    ['.alert.seen()', '.app', '.ownPin.title()', '.pair.placeholder', '.pin.title()'].sort(),
  );
});

test('no vowel of te reo Māori has a stand-in for its macron', () => {
  const text = words(mi)
    .map(([, word]) => word)
    .join(' ');
  expect(text).not.toMatch(/ee|ii|oo|uu|[äëïöüâêîôû]/i);
  expect(text.normalize('NFC')).toBe(text);
});

test('the language is chosen, said to await review, set on the page and remembered', async () => {
  show(
    <LanguageProvider storage={localStorage}>
      <LanguageMenu />
    </LanguageProvider>,
  );
  expect(document.documentElement.lang).toBe('en-NZ');
  await userEvent.click(screen.getByRole('button', { name: 'English: language' }));
  expect(screen.getByText(/Awaiting a licensed translator’s review/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Te reo Māori' }));
  expect(screen.getByRole('button', { name: 'Te reo Māori: reo' })).toBeTruthy();
  expect(document.documentElement.lang).toBe('mi-NZ');
  expect(rememberedLanguage(localStorage)).toBe('mi');
});

test('a refusal that is on the screen follows its language', async () => {
  show(
    <LanguageProvider storage={localStorage}>
      <LanguageMenu />
      <Problem text={new Refusal('dispute-offline')} />
    </LanguageProvider>,
  );
  expect(screen.getByText(en.refused['dispute-offline'])).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'English: language' }));
  await userEvent.click(screen.getByRole('button', { name: 'Te reo Māori' }));
  expect(screen.getByText(mi.refused['dispute-offline'])).toBeTruthy();
});

test.each([
  [en, 'Monday, 23 November', '23 November 2026'],
  [mi, 'Rāhina, 23 Whiringa-ā-rangi', '23 Whiringa-ā-rangi 2026'],
])('dates are those of the store, by their names', (m, long, full) => {
  const iso = '2026-11-22T12:00:00Z';
  expect(longDate(Date.parse(iso), 'Pacific/Auckland', m)).toBe(long);
  expect(fullDate(iso, 'Pacific/Auckland', m)).toBe(full);
});

test.each<[Messages, Refusal, Sentence]>([
  [
    en,
    new Refusal('pin-wrong', 'The PIN is wrong. 4 tries left.'),
    { ours: null, servers: 'The PIN is wrong. 4 tries left.' },
  ],
  [
    mi,
    new Refusal('pin-wrong', 'The PIN is wrong. 4 tries left.'),
    { ours: mi.refused['pin-wrong'], servers: 'The PIN is wrong. 4 tries left.' },
  ],
  [
    mi,
    new Refusal('alert-closed', 'This alert is closed.'),
    { ours: mi.refused['alert-closed'], servers: null },
  ],
  [mi, new Refusal('of-tomorrow', 'Something new.'), { ours: null, servers: 'Something new.' }],
  [en, new Refusal('timeout'), { ours: en.refused.timeout, servers: null }],
  [mi, new Refusal('toString'), { ours: mi.refused.unreadable, servers: null }],
])('a refusal is told in the language of the screen', (m, refusal, sentence) => {
  expect(sentenceOf(refusal, m)).toEqual(sentence);
});

test.each([
  ['4 tries left.', 'pin-wrong', `${mi.refused['pin-wrong']} (4 tries left.)`],
  ['Something new.', 'of-tomorrow', 'Something new.'],
])(
  'on a screen in te reo Māori the server’s words are marked as English (WCAG 3.1.2)',
  (said, code, whole) => {
    rememberLanguage(localStorage, 'mi');
    show(
      <LanguageProvider storage={localStorage}>
        <Problem text={new Refusal(code, said)} />
      </LanguageProvider>,
    );
    const problem = screen.getByRole('alert');
    expect(problem.textContent).toBe(whole);
    // What a screen reader reads in English: the server's words, and none of ours.
    expect([...problem.querySelectorAll('[lang|="en"]')].map((part) => part.textContent)).toEqual([said]);
  },
);
