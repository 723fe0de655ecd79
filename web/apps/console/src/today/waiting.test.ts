import { expect, test } from 'vitest';
import type {
  AlertSummary,
  AssessmentDesk,
  Case,
  Entrance,
  Entry,
  NoticeDesk,
  Person,
  Store,
} from '../api/shapes';
import { type Known, waitingFor } from './waiting';

const nothing: Known = {
  me: 'me',
  proposed: [],
  suspended: [],
  review: [],
  revalidation: [],
  proposedCriteria: null,
  cases: [],
  requests: [],
  unrecorded: [],
  offers: [],
  people: [],
  halts: [],
  payment: null,
  notice: null,
  assessment: null,
  trials: [],
  entrances: [],
  storesToSign: [],
  storeName: () => 'Store 1',
  personName: () => 'Loss prevention 1',
};
const oneCase = (change: Partial<Case>) =>
  ({
    number: 'RG-0000-0000',
    store: { id: 's', name: 'Store 1' },
    state: 'open',
    misidentification: null,
    openedAt: '2026-11-19T00:00:00Z',
    recordDueAt: '2026-11-20T00:00:00Z',
    ...change,
  }) as Case;
const entry = (change: Partial<Entry>) =>
  ({ id: 'e', label: 'Subject A', storeId: 's', enrolledBy: 'other', suspension: null, ...change }) as Entry;
const person = (change: Partial<Person>) =>
  ({
    id: 'p',
    name: 'Store staff 1',
    issuedBy: 'other',
    vouchedBy: null,
    hasPassword: true,
    disabledAt: null,
    ...change,
  }) as Person;

test('nothing waits where nothing is owed', () => {
  expect(waitingFor(nothing)).toEqual([]);
  expect(waitingFor({ ...nothing, cases: [oneCase({ state: 'closed' })] })).toEqual([]);
});

test('R29: the oldest promise comes first, before what only waits', () => {
  const waiting = waitingFor({
    ...nothing,
    proposed: [entry({})],
    unrecorded: [
      {
        id: 'a',
        store: { id: 's', name: 'Store 1' },
        raisedAt: '2026-11-01T00:00:00Z',
        confirmedAt: '2026-11-01T00:01:00Z',
      } as AlertSummary,
    ],
    cases: [oneCase({ number: 'RG-2' }), oneCase({ number: 'RG-1', recordDueAt: '2026-11-19T12:00:00Z' })],
  });
  expect(waiting.map(({ key }) => key)).toEqual(['case RG-1', 'case RG-2', 'alert a', 'proposed e']);
});

test('R9, R7, R24: what somebody else must do waits for nobody here', () => {
  const suspension = { reinstateAskedBy: 'me' } as Entry['suspension'];
  expect(
    waitingFor({
      ...nothing,
      proposed: [entry({ enrolledBy: 'me' })],
      suspended: [entry({ suspension })],
      people: [person({ issuedBy: 'me' }), person({ id: 'me' }), person({ vouchedBy: 'x' })],
    }),
  ).toEqual([]);
  expect(waitingFor({ ...nothing, people: [person({})] })).toHaveLength(1);
});

test('what is owed waits, and says what it means', () => {
  const payment = {
    state: 'growthStopped' as const,
    mayStart: false,
    isCustomer: true,
    overdueSince: '2026-11-01T00:00:00Z',
    ahead: [],
  };
  expect(waitingFor({ ...nothing, payment })).toMatchObject([
    { sentence: expect.stringContaining('owed for 30 days') as string, to: '/billing' },
  ]);
  expect(waitingFor({ ...nothing, payment: { ...payment, overdueSince: null } })).toEqual([]);
});

test('R32, R33, R34: a notice that is not true, and a poster that does not hang, wait', () => {
  const desk = (published: Partial<NoticeDesk['published']>, missing: string[] = []) =>
    ({ published, missing }) as NoticeDesk;
  const entrance = (change: Partial<Entrance>) =>
    ({
      id: 'n',
      storeId: 's',
      name: 'Main entrance',
      state: 'hung',
      validUntil: null,
      ...change,
    }) as Entrance;
  expect(waitingFor({ ...nothing, notice: desk({ isStale: false, isChanged: false }) })).toEqual([]);
  expect(waitingFor({ ...nothing, notice: desk(null, ['legalName is missing.']) })).toMatchObject([
    {
      sentence: 'No notice is published, so no store matches anybody. Its draft lacks 1 thing.',
      to: '/notices/words',
    },
  ]);
  expect(waitingFor({ ...nothing, notice: desk({ isStale: true, isChanged: true }) })).toMatchObject([
    { to: '/notices' },
  ]);
  const soon = new Date(Date.now() + 6 * 86_400_000).toISOString();
  const later = new Date(Date.now() + 8 * 86_400_000).toISOString();
  expect(
    waitingFor({
      ...nothing,
      entrances: [
        entrance({ id: '1', validUntil: later }),
        entrance({ id: '2', validUntil: soon }),
        entrance({ id: '3', state: 'notHung' }),
      ],
      storesToSign: [{ id: 's', name: 'Store 1' } as Store, { id: 't', name: 'Store 2' } as Store],
    }).map(({ key }) => key),
  ).toEqual(['entrance 2', 'entrance 3', 'no entrance t']);
});

test('R14: what is to be looked at again is told by store, with its reason', () => {
  const due = (id: string, change: Partial<Entry>) => entry({ id, label: `Subject ${id}`, ...change });
  const lapsed = { reason: 'notRevalidated' } as Entry['suspension'];
  const waiting = waitingFor({
    ...nothing,
    review: [due('1', { reviewBy: '2026-12-02T00:00:00Z' }), due('2', { reviewBy: '2026-12-01T00:00:00Z' })],
    revalidation: [due('3', { revalidateBy: '2026-11-30T00:00:00Z', suspension: lapsed })],
    suspended: [due('3', { suspension: lapsed })],
  });

  expect(waiting.map(({ sentence, at }) => [sentence, at])).toEqual([
    ['Nobody has looked at Subject 3 at Store 1 for 90 days, so it matches nobody.', '2026-11-30T00:00:00Z'],
    [
      'The criteria have changed: 2 entries at Store 1 are to be looked at, or they are suspended.',
      '2026-12-01T00:00:00Z',
    ],
  ]);
  expect(waiting.map(({ to }) => to)).toEqual(['/watchlist/3', '/watchlist?due=review&store=s']);
});

test('R13: whoever proposed criteria does not publish them', () => {
  const proposedCriteria = {
    proposedBy: { id: 'me', name: 'Loss prevention 1' },
    proposedAt: '2026-11-30T00:00:00Z',
  } as Known['proposedCriteria'];
  expect(waitingFor({ ...nothing, proposedCriteria })).toEqual([]);
  expect(waitingFor({ ...nothing, proposedCriteria, me: 'other' })).toHaveLength(1);
});

const assessment = (change: Partial<AssessmentDesk>) =>
  ({
    standing: 'inForce',
    inForce: { version: 1, approvedAt: '2026-01-01T00:00:00Z', reviewBy: '2027-01-01T00:00:00Z' },
    waiting: null,
    ...change,
  }) as AssessmentDesk;

test('R44: an assessment that stops the stores, or soon will, waits for those who write it', () => {
  const of = (change: Partial<AssessmentDesk>) =>
    waitingFor({ ...nothing, assessment: assessment(change) }).map(({ sentence, isPromise }) => [
      sentence,
      isPromise,
    ]);
  expect(of({})).toEqual([]);
  expect(of({ standing: 'missing', inForce: null })).toEqual([
    ['No assessment is approved, so no store matches anybody.', false],
  ]);
  expect(of({ standing: 'ending' })).toEqual([
    ['The review of the privacy impact assessment is due; otherwise every store stops.', true],
  ]);
});

test('R44: whoever wrote a version does not wait to approve it', () => {
  const of = (whyNotYou: string | null) =>
    waitingFor({
      ...nothing,
      assessment: assessment({
        standing: 'missing',
        inForce: null,
        waiting: { version: 2, submittedAt: '2026-11-01T00:00:00Z', first: null, whyNotYou } as never,
      }),
    }).map(({ sentence }) => sentence);
  expect(of('You have written in this version.')).toEqual([
    'No assessment is approved, so no store matches anybody.',
  ]);
  expect(of(null)).toEqual([
    'Version 2 of the privacy impact assessment waits for two people to approve it.',
  ]);
});
