import type { EntryStanding } from '../api/shapes';
import type { Tone } from '../parts/State';

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
  'entry.removed': 'Taken off the list, pictures and templates destroyed',
  'entry.suspended': 'Suspended: matches nobody',
  'entry.reinstatement-asked': 'Asked to bring it back',
  'entry.reinstated': 'Brought back: matches again',
  'entry.corrected': 'What happened was put right',
  'entry.statement-recorded': 'The person’s statement of correction put beside it',
  'entry.re-embedded': 'Templates made anew for another model',
  'entry.template-renewed': 'Template made anew',
};

export const eventName = (action: string) => events[action] ?? action;
