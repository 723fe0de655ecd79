import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('a cell with a comma, a quote or a line end is quoted, and none becomes a formula', () => {
  expect(
    csvOf(
      ['What', 'Count'],
      [
        ['a, b', 1],
        ['say "no"', -2],
        ['=1+1', null],
      ],
    ),
  ).toBe('What,Count\r\n"a, b",1\r\n"say ""no""",-2\r\n\'=1+1,\r\n');
});
