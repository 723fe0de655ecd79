import { expect, test } from 'vitest';
import { choice, finds, text } from './search';

test('every word that was typed must be somewhere, whatever its case or marks', () => {
  expect(finds('maori 1', 'Pākehā Māori', 'Store 1')).toBe(true);
  expect(finds('maori 2', 'Māori', 'Store 1')).toBe(false);
  expect(finds(undefined, 'anything')).toBe(true);
});

test('an address that says something else says nothing', () => {
  expect(text({})).toBeUndefined();
  expect(text('')).toBeUndefined();
  expect(text(12)).toBe('12');
  expect(choice('open', ['open', 'closed'])).toBe('open');
  expect(choice('ajar', ['open', 'closed'])).toBeUndefined();
});
