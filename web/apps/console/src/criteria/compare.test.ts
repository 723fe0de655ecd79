import { expect, test } from 'vitest';
import type { CategoryCriteria, Criteria } from '../api/shapes';
import { asks, changesOf } from './compare';

const theft: CategoryCriteria = {
  category: 'prolificTheft',
  isEnrolled: true,
  mostMonths: 12,
  leastValue: 1_200,
  leastIncidents: 3,
  text: 'Three times.',
};
const criteria = (change: Partial<CategoryCriteria>, text = 'Adults only.'): Criteria => ({
  text,
  categories: [{ ...theft, ...change }],
});

test('R10: floors are said as people read them', () => {
  expect(asks(theft)).toBe('3 incidents or more, NZ$1,200 or more, at most 12 months');
  expect(asks({ ...theft, leastValue: null, leastIncidents: null, mostMonths: 1 })).toBe('at most 1 month');
  expect(asks({ ...theft, isEnrolled: false })).toBe('Nobody is listed for it');
});

test('R13: only what another version says otherwise is shown', () => {
  expect(changesOf(criteria({}), criteria({}))).toEqual([]);
  expect(changesOf(criteria({}), criteria({ leastIncidents: 4 }, 'Adults.'))).toEqual([
    { what: 'In general', before: 'Adults only.', after: 'Adults.' },
    {
      what: 'Prolific theft',
      before: '3 incidents or more, NZ$1,200 or more, at most 12 months',
      after: '4 incidents or more, NZ$1,200 or more, at most 12 months',
    },
  ]);
});
