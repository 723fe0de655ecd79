import { expect, test } from 'vitest';
import type { RequestSummary } from '../api/shapes';
import { clockOf, promiseOf, toneOf } from './owed';

const request = (change: Partial<RequestSummary>) =>
  ({
    number: 'RQ-0000-0000',
    kind: 'access',
    state: 'open',
    store: { id: 's', name: 'Store 1' },
    next: 'answer',
    nextOn: '2027-02-15',
    overdue: false,
    workingDay: 4,
    warning: 0,
    ...change,
  }) as RequestSummary;

test('R38: a warning shows from the fifth working day, and stands out from the tenth', () => {
  expect(clockOf(request({}))).toBe('Working day 4');
  expect(clockOf(request({ warning: 5 }))).toContain('5 working days');
  expect(toneOf(request({ warning: 5 }))).toBe('good');
  expect(toneOf(request({ warning: 10 }))).toBe('waits');
  expect(toneOf(request({ overdue: true }))).toBe('bad');
  expect(toneOf(request({ state: 'answered' }))).toBe('over');
});

test('R40: what is owed next is a promise; a closed request owes nothing', () => {
  expect(promiseOf(request({ next: 'decide', nextOn: '2027-02-03' }))?.sentence).toContain('Decide');
  expect(promiseOf(request({ next: null, nextOn: null }))).toBeNull();
});
