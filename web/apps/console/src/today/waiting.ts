import { assessmentWaits } from '../assessment/standing';
import type {
  AlertSummary,
  AssessmentDesk,
  Billing,
  Case,
  CriteriaDesk,
  Entrance,
  Entry,
  Halt,
  NoticeDesk,
  Person,
  RequestSummary,
  Share,
  Store,
  Trial,
} from '../api/shapes';
import { paymentAbout } from '../billing/standing';
import { owedBy } from '../cases/owed';
import { lastMoment, posterStanding } from '@retailguard/api';
import { noticeStanding } from '../notices/standing';
import { standingOf } from '../people/standing';
import { promiseOf } from '../requests/owed';
import { trialWaits } from '../trials/standing';
import { plural } from '../words';

/** Something that waits for whoever looks: a sentence, and where it is done. */
export interface Waiting {
  key: string;
  sentence: string;
  /** When it was promised to be done, or since when it waits; null where neither is known. */
  at: string | null;
  /** Whether `at` is a promise. */
  isPromise: boolean;
  label: string;
  to: string;
}

export interface Known {
  me: string;
  proposed: Entry[];
  suspended: Entry[];
  /** To be looked at since the criteria have changed. */
  review: Entry[];
  /** To be re-validated within two weeks. */
  revalidation: Entry[];
  /** What waits for a second person to publish it. */
  proposedCriteria: CriteriaDesk['proposal'];
  cases: Case[];
  /** Those that are open. */
  requests: RequestSummary[];
  /** Confirmed by two, without an outcome. */
  unrecorded: AlertSummary[];
  /** Offers to stores where `me` answers. */
  offers: Share[];
  people: Person[];
  halts: Halt[];
  /** Null for those who do not pay. */
  payment: Billing['payment'] | null;
  /** Null for those who do not write notices. */
  notice: NoticeDesk | null;
  /** Null for those who do not write the assessment. */
  assessment: AssessmentDesk | null;
  /** None for those who do not write the assessment. */
  trials: Trial[];
  entrances: Entrance[];
  /** Open ones, for those who put entrances on record. */
  storesToSign: Store[];
  storeName: (id: string) => string;
  personName: (id: string) => string;
}

/** What waits for somebody: promises first, the oldest first, then what waits longest. Each thing says so itself. */
export function waitingFor(known: Known): Waiting[] {
  const all = [
    ...cases(known),
    ...requests(known),
    ...outcomes(known),
    ...offers(known),
    ...suspensions(known),
    ...lookAgain(known),
    ...newCriteria(known),
    ...proposals(known),
    ...halts(known),
    ...vouchers(known),
    ...payments(known),
    ...assessments(known),
    ...trialsOf(known),
    ...notices(known),
    ...posters(known),
    ...bareStores(known),
  ];
  const rank = ({ at, isPromise }: Waiting) => (isPromise ? 0 : at !== null ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b) || (a.at ?? '').localeCompare(b.at ?? ''));
}

const payments = ({ payment }: Known): Waiting[] =>
  (payment === null ? [] : [payment])
    .filter(({ overdueSince }) => overdueSince !== null)
    .map(({ state, overdueSince }) => ({
      key: 'payment',
      sentence: paymentAbout[state],
      at: overdueSince,
      isPromise: false,
      label: 'To the billing',
      to: '/billing',
    }));

// R32, R34: without a notice that is true nobody is matched.
const notices = ({ notice }: Known): Waiting[] => {
  if (notice === null) return [];
  const standing = noticeStanding(notice);
  const lacks = notice.missing.length;
  const sentence = {
    missing: 'No notice is published, so no store matches anybody.',
    stale:
      'A setting has changed that the notice speaks of. No store matches anybody until it is published anew.',
    redrafted: 'The draft of the notice says something else than the version in force.',
    inForce: null,
  }[standing];
  return sentence === null && lacks === 0
    ? []
    : [
        {
          key: 'notice',
          sentence: [sentence, lacks > 0 ? `Its draft lacks ${plural(lacks, 'thing')}.` : null]
            .filter((part) => part !== null)
            .join(' '),
          at: null,
          isPromise: false,
          label: lacks > 0 ? 'Add what is missing' : 'To the notices',
          to: lacks > 0 ? '/notices/words' : '/notices',
        },
      ];
};

// R45: a trial ends by itself, and its stores stop with it.
const trialsOf = ({ trials }: Known): Waiting[] =>
  trials.flatMap((trial) => {
    const sentence = trialWaits(trial);
    return sentence === null
      ? []
      : [
          {
            key: `trial ${trial.number}`,
            sentence,
            at: lastMoment(trial.endsAt),
            isPromise: trial.state === 'running',
            label: 'To the trials',
            to: '/trials',
          },
        ];
  });

// R44: without an assessment of what the product does now nobody is matched.
const assessments = ({ assessment }: Known): Waiting[] => {
  const sentence = assessment === null ? null : assessmentWaits(assessment);
  if (assessment === null || sentence === null) return [];
  const isDue = assessment.inForce !== null && assessment.standing !== 'stale';
  return [
    {
      key: 'assessment',
      sentence,
      at: isDue ? (assessment.inForce?.reviewBy ?? null) : (assessment.waiting?.submittedAt ?? null),
      isPromise: isDue,
      label: 'To the assessment',
      to: '/assessment',
    },
  ];
};

// R33: a photograph shows for a month that a poster hangs.
const posters = ({ entrances, storeName }: Known): Waiting[] =>
  entrances.flatMap((entrance) => {
    const at = `${entrance.name} of ${storeName(entrance.storeId)}`;
    const sentence = {
      notPublished: null,
      hung: null,
      notHung: `Nobody has photographed the poster at ${at}, so nobody is matched there.`,
      lapsed: `The photograph of the poster at ${at} is too old, so nobody is matched there.`,
      ending: `The poster at ${at} is to be photographed again; otherwise matching stops there.`,
    }[posterStanding(entrance)];
    return sentence === null
      ? []
      : [
          {
            key: `entrance ${entrance.id}`,
            sentence,
            at: entrance.validUntil,
            isPromise: entrance.validUntil !== null,
            label: 'Open the entrance',
            to: `/notices/entrances/${entrance.id}`,
          },
        ];
  });

const bareStores = ({ storesToSign, entrances }: Known): Waiting[] =>
  storesToSign
    .filter(({ id }) => !entrances.some(({ storeId }) => storeId === id))
    .map(({ id, name }) => ({
      key: `no entrance ${id}`,
      sentence: `No entrance of ${name} is on record, so nobody is matched there.`,
      at: null,
      isPromise: false,
      label: 'Add its entrances',
      to: `/notices?store=${id}`,
    }));

// R29: a mistake is on record within a day.
const cases = ({ cases: all }: Known): Waiting[] =>
  all
    .filter((one) => owedBy(one) !== 'nothing')
    .map((one) => ({
      key: `case ${one.number}`,
      sentence:
        owedBy(one) === 'record'
          ? `Somebody at ${one.store.name} disputed an alert. If it was a mistake, it is to be recorded.`
          : `The mistake at ${one.store.name} is recorded; its case ${one.number} is to be closed.`,
      at: owedBy(one) === 'record' ? one.recordDueAt : one.openedAt,
      isPromise: owedBy(one) === 'record',
      label: 'Open the case',
      to: `/cases/${one.number}`,
    }));

// R38, R40, R42: what is promised to somebody outside.
const requests = ({ requests: all }: Known): Waiting[] =>
  all.flatMap((one) => {
    const promise = promiseOf(one);
    return promise === null
      ? []
      : [
          {
            key: `request ${one.number}`,
            sentence: promise.sentence,
            at: promise.at,
            isPromise: true,
            label: 'Open the request',
            to: `/requests/${one.number}`,
          },
        ];
  });

// R27: what was done is always recorded.
const outcomes = ({ unrecorded }: Known): Waiting[] =>
  unrecorded.map((alert) => ({
    key: `alert ${alert.id}`,
    sentence: `Two people at ${alert.store.name} confirmed an alert, and nobody has recorded on the tablet what was done.`,
    at: alert.confirmedAt ?? alert.raisedAt,
    isPromise: false,
    label: 'Look at the alert',
    to: `/alerts/${alert.id}`,
  }));

// R19: each receiving store answers for itself, and in time.
const offers = ({ offers: all }: Known): Waiting[] =>
  all
    .filter(({ standing }) => standing === 'waiting')
    .map((share) => ({
      key: `share ${share.id}`,
      sentence: `${share.from.name} offers ${share.to.name} an entry. Decline it, or answer for your own store.`,
      at: share.lapsesAt,
      isPromise: true,
      label: 'Look at the offer',
      to: `/sharing/${share.id}`,
    }));

const hasLapsed = (reason: string | undefined) => reason === 'notRevalidated' || reason === 'notReviewed';

// R13, R14: what nobody looks at in time matches nobody. Many of one store are one line.
const lookAgain = ({ review, revalidation, storeName }: Known): Waiting[] => [
  ...byStore(review).map(([store, entries]) => ({
    key: `review ${store}`,
    sentence: `The criteria have changed: ${named(entries)} at ${storeName(store)} ${entries.length === 1 ? 'is' : 'are'} to be looked at, or ${entries.length === 1 ? 'it is' : 'they are'} suspended.`,
    at: soonest(entries.map(({ reviewBy }) => reviewBy)),
    isPromise: true,
    label: entries.length === 1 ? 'Open the entry' : 'Look at them',
    to: entries.length === 1 ? `/watchlist/${entries[0]?.id}` : `/watchlist?due=review&store=${store}`,
  })),
  ...byStore(revalidation).map(([store, entries]) => ({
    key: `revalidation ${store}`,
    sentence: entries.every(({ suspension }) => hasLapsed(suspension?.reason))
      ? `Nobody has looked at ${named(entries)} at ${storeName(store)} for 90 days, so ${entries.length === 1 ? 'it matches' : 'they match'} nobody.`
      : `${named(entries)} at ${storeName(store)} ${entries.length === 1 ? 'is' : 'are'} to be re-validated; after 90 days without it, an entry matches nobody.`,
    at: soonest(entries.map(({ revalidateBy }) => revalidateBy)),
    isPromise: true,
    label: entries.length === 1 ? 'Open the entry' : 'Look at them',
    to: entries.length === 1 ? `/watchlist/${entries[0]?.id}` : `/watchlist?due=revalidation&store=${store}`,
  })),
];

function byStore(entries: Entry[]): [string, Entry[]][] {
  const stores = new Map<string, Entry[]>();
  for (const entry of entries) stores.set(entry.storeId, [...(stores.get(entry.storeId) ?? []), entry]);
  return [...stores];
}

const named = (entries: Entry[]) =>
  entries.length === 1 && entries[0] !== undefined
    ? entries[0].label
    : plural(entries.length, 'entry', 'entries');

const soonest = (moments: (string | null)[]) =>
  moments.filter((at) => at !== null).sort((a, b) => a.localeCompare(b))[0] ?? null;

// R13: who proposed criteria does not publish them.
const newCriteria = ({ me, proposedCriteria }: Known): Waiting[] =>
  proposedCriteria === null || proposedCriteria.proposedBy.id === me
    ? []
    : [
        {
          key: 'criteria',
          sentence: `${proposedCriteria.proposedBy.name} proposes a change of the criteria. A second person must publish it.`,
          at: proposedCriteria.proposedAt,
          isPromise: false,
          label: 'Read the change',
          to: '/criteria',
        },
      ];

// R7: an entry comes back when two people agree; whoever asked waits for another.
const suspensions = ({ me, suspended, storeName, personName }: Known): Waiting[] =>
  suspended
    .filter(({ suspension }) => suspension?.reinstateAskedBy !== me && !hasLapsed(suspension?.reason))
    .map((entry) => {
      const asker = entry.suspension?.reinstateAskedBy ?? null;
      return {
        key: `suspended ${entry.id}`,
        sentence:
          asker === null
            ? `${entry.label} at ${storeName(entry.storeId)} is suspended and matches nobody.`
            : `${personName(asker)} asked to bring ${entry.label} at ${storeName(entry.storeId)} back. A second person must agree.`,
        at: entry.suspension?.at ?? null,
        isPromise: false,
        label: 'Open the entry',
        to: `/watchlist/${entry.id}`,
      };
    });

// R9: who proposed an entry does not approve it.
const proposals = ({ me, proposed, storeName }: Known): Waiting[] =>
  proposed
    .filter(({ enrolledBy }) => enrolledBy !== me)
    .map((entry) => ({
      key: `proposed ${entry.id}`,
      sentence: `${entry.label} is proposed for the list of ${storeName(entry.storeId)} and waits for a second person.`,
      at: null,
      isPromise: false,
      label: 'Read the proposal',
      to: `/watchlist/${entry.id}`,
    }));

// R8: what a person stopped, a person resumes.
const halts = ({ halts: all, storeName }: Known): Waiting[] =>
  all
    .filter(({ scope }) => scope !== 'camera')
    .map(({ scope, id, reason, at }) => ({
      key: `halt ${id}`,
      sentence: `Matching is stopped for ${scope === 'tenant' ? 'every store' : storeName(id)}: “${reason}”`,
      at,
      isPromise: false,
      label: scope === 'tenant' ? 'Look at the stores' : 'Look at the store',
      to: scope === 'tenant' ? '/stores' : `/stores/${id}`,
    }));

// R24: whoever made an account does not vouch for it.
const vouchers = ({ me, people }: Known): Waiting[] =>
  people
    .filter((person) => standingOf(person) === 'unvouched' && person.issuedBy !== me && person.id !== me)
    .map((person) => ({
      key: `person ${person.id}`,
      sentence: `Nobody has vouched for ${person.name} yet, so their word is not a second one beside their maker’s.`,
      at: null,
      isPromise: false,
      label: 'Meet and vouch',
      to: `/people/${person.id}`,
    }));
