import type { EntryStanding } from '../api/shapes';
import type { Tone } from '../parts/State';
import { plural } from '../words';

export const entryTone: Record<EntryStanding, Tone> = {
  proposed: 'waits',
  active: 'good',
  suspended: 'bad',
  expired: 'over',
  refused: 'over',
  removed: 'over',
};

const events: Record<string, string> = {
  'entry.proposed': 'Proposed for the list',
  'entry.active': 'Approved: on the list',
  'entry.refused': 'Refused',
  'entry.removed': 'Taken off the list',
  'entry.expired': 'Its time is over',
  'entry.held': 'Its time is over; kept for a request or case, and matches nobody',
  'entry.released': 'Nothing keeps it any more',
  'entry.purged': 'Pictures, words and templates destroyed, and read back as gone',
  'entry.suspended': 'Suspended: matches nobody',
  'entry.reinstatement-asked': 'Asked to bring it back',
  'entry.reinstated': 'Brought back: matches again',
  'entry.reviewed': 'Looked at again: it still meets the criteria',
  'entry.criteria-not-met': 'Looked at again: it meets the criteria no longer',
  'entry.shortened': 'Ends sooner, as the criteria say now',
  'entry.revalidated': 'Re-validated for 90 days',
  'entry.corrected': 'What happened was put right',
  'entry.statement-recorded': 'The person’s statement of correction put beside it',
  'entry.re-embedded': 'Templates made anew for another model',
  'entry.template-renewed': 'Template made anew',
};

export const eventName = (action: string) => events[action] ?? action;

const warnDays = 14;

/** R14: whether an entry is to be looked at again within two weeks, or should have been. */
export const isDueSoon = (revalidateBy: string | null, now = Date.now()) =>
  revalidateBy !== null && Date.parse(revalidateBy) - now <= warnDays * 86_400_000;

/** R3: false alerts a day, as people read them. */
export const perDay = (rate: number) =>
  rate.toLocaleString('en-NZ', { maximumSignificantDigits: 3, maximumFractionDigits: 6 });

/** R10: what was done, where the category asks how much; null where it does not, or nobody has said. */
export const harmOf = ({
  harmValue,
  harmIncidents,
}: {
  harmValue: number | null;
  harmIncidents: number | null;
}) =>
  [
    harmIncidents === null ? null : plural(harmIncidents, 'incident'),
    harmValue === null ? null : `NZ$${harmValue.toLocaleString('en-NZ')}`,
  ]
    .filter((part) => part !== null)
    .join(', ') || null;
