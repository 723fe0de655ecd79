import type { Person } from '../api/shapes';
import type { Tone } from '../parts/State';

/** How an account stands. */
export type Standing = 'disabled' | 'invited' | 'unvouched' | 'inUse';

/** R24: until somebody else has vouched for an account, its word beside its maker's is not a second one. */
export const standingOf = ({ disabledAt, hasPassword, issuedBy, vouchedBy }: Person): Standing =>
  disabledAt !== null
    ? 'disabled'
    : !hasPassword
      ? 'invited'
      : issuedBy !== null && vouchedBy === null
        ? 'unvouched'
        : 'inUse';

/** Whether the operator of the service has asked for the invitation, and it has not opened yet. */
export const isOperatorsToCome = ({ invitation }: Person, now = Date.now()) =>
  invitation !== null && invitation.madeBy === null && Date.parse(invitation.opensAt) > now;

export const standingName: Record<Standing, string> = {
  inUse: 'In use',
  invited: 'Has not accepted the invitation',
  unvouched: 'Waits for a voucher',
  disabled: 'Disabled',
};

export const standingTone: Record<Standing, Tone> = {
  inUse: 'good',
  invited: 'waits',
  unvouched: 'waits',
  disabled: 'over',
};
