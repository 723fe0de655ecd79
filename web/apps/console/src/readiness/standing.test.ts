import { expect, test } from 'vitest';
import type { ReadinessRule, ReadyStore } from '../api/shapes';
import { lapsing, storeSentence } from './standing';

const rule = (change: Partial<ReadinessRule>): ReadinessRule => ({
  title: 'Notices',
  standing: 'inOrder',
  sentence: 'In order.',
  evidence: null,
  evidenceAt: null,
  by: null,
  since: null,
  ends: null,
  mend: null,
  ...change,
});
const store = (change: Partial<ReadyStore>): ReadyStore => ({
  id: 's',
  name: 'Store 1',
  timeZone: 'Pacific/Auckland',
  isArmed: true,
  whyNot: null,
  rules: [],
  cameras: [],
  ...change,
});

test('R8: a store says what stopped, since when, who can mend it and how long it takes', () => {
  const stopped = rule({
    standing: 'stopped',
    sentence: 'The photograph of the poster at Entrance 2 is more than a month old.',
    since: '2026-11-28T14:00:00Z',
    mend: { who: 'The duty manager', how: 'photograph it', takes: '2 minutes', page: '/notices' },
  });
  const sentence = storeSentence(store({ isArmed: false, whyNot: 'x', rules: [stopped] }));
  expect(sentence).toMatch(/^Since .*3:00.*\. The photograph of the poster at Entrance 2/);
  expect(sentence).toMatch(/The duty manager can photograph it: 2 minutes\.$/);
  expect(storeSentence(store({ rules: [rule({})] }))).toBe('');
  expect(storeSentence(store({ isArmed: false, whyNot: 'The list is not loaded.' }))).toBe(
    'The list is not loaded.',
  );
});

test('what lapses within 30 days comes soonest first, and nothing later', () => {
  const now = Date.parse('2026-11-01T00:00:00Z');
  const found = lapsing(
    [
      store({
        rules: [
          rule({ title: 'Late', ends: '2026-12-02T00:00:00Z' }),
          rule({ title: 'Second', ends: '2026-11-30T00:00:00Z' }),
          rule({ title: 'First', ends: '2026-11-05T00:00:00Z' }),
          rule({ title: 'Never' }),
        ],
      }),
    ],
    now,
  );
  expect(found.map((one) => one.rule.title)).toEqual(['First', 'Second']);
});
