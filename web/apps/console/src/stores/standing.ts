import type { Halt, Store } from '../api/shapes';
import type { Tone } from '../parts/State';
import { haltOf, haltOfAll } from './halts';

/** What head office decided about a store. Whether it is ready to match is more than that. */
export type Standing = 'open' | 'stopped' | 'closed';

export const standingOf = (store: Store, halts: Halt[]): Standing =>
  store.closedAt !== null
    ? 'closed'
    : haltOfAll(halts) !== undefined || haltOf(halts, store.id) !== undefined
      ? 'stopped'
      : 'open';

export const standingName: Record<Standing, string> = {
  open: 'Open',
  stopped: 'Matching stopped',
  closed: 'Closed',
};

export const standingTone: Record<Standing, Tone> = { open: 'good', stopped: 'bad', closed: 'over' };
