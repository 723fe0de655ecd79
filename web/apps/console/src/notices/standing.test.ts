import { expect, test } from 'vitest';
import type { NoticeDesk } from '../api/shapes';
import { aboutField, noticeStanding } from './standing';

test('R34: a notice is missing, stale, in force, or in force while the draft says something else', () => {
  const desk = (published: Partial<NonNullable<NoticeDesk['published']>> | null) =>
    ({ published }) as NoticeDesk;
  expect(noticeStanding(desk(null))).toBe('missing');
  expect(noticeStanding(desk({ isStale: true, isChanged: true }))).toBe('stale');
  expect(noticeStanding(desk({ isStale: false, isChanged: true }))).toBe('redrafted');
  expect(noticeStanding(desk({ isStale: false, isChanged: false }))).toBe('inForce');
});

test('what the server says of a field is said by the name on the form', () => {
  expect(aboutField('keptIn is missing: the country where pictures are kept.')).toEqual({
    field: 'keptIn',
    sentence: 'Country where pictures are kept is missing: the country where pictures are kept.',
  });
  expect(aboutField('Something else is wrong.').sentence).toBe('Something else is wrong.');
});
