import { expect, test } from 'vitest';
import type { Entrance, NoticeDesk } from '../api/shapes';
import { aboutField, noticeStanding, posterStanding } from './standing';

const now = Date.parse('2026-11-20T00:00:00Z');
const entrance = (change: Partial<Entrance>) =>
  ({ state: 'hung', validUntil: '2026-12-20T00:00:00Z', ...change }) as Entrance;

test('R33: a poster whose photograph ends within a week is to be photographed again', () => {
  expect(posterStanding(entrance({}), now)).toBe('hung');
  expect(posterStanding(entrance({ validUntil: '2026-11-26T23:00:00Z' }), now)).toBe('ending');
  expect(posterStanding(entrance({ state: 'lapsed', validUntil: '2026-11-01T00:00:00Z' }), now)).toBe(
    'lapsed',
  );
});

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
