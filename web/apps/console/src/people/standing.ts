import type { Person } from '../api/shapes';
import type { Tone } from '../parts/State';

/** How an account stands. */
export type Standing = 'disabled' | 'unvouched' | 'inUse';

/** R24: until somebody else has vouched for an account, its word beside its maker's is not a second one. */
export const standingOf = ({ disabledAt, issuedBy, vouchedBy }: Person): Standing =>
  disabledAt !== null ? 'disabled' : issuedBy !== null && vouchedBy === null ? 'unvouched' : 'inUse';

export const standingName: Record<Standing, string> = {
  inUse: 'In use',
  unvouched: 'Waits for a voucher',
  disabled: 'Disabled',
};

export const standingTone: Record<Standing, Tone> = { inUse: 'good', unvouched: 'waits', disabled: 'over' };
