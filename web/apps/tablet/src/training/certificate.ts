import type { Certificate } from '@retailguard/api';

/** R48: how long before its end a certificate asks to be renewed, ms. */
const remindBeforeMs = 30 * 24 * 3_600_000;

export type CertificateState =
  | { state: 'missing' }
  | { state: 'lapsed'; validUntil: string }
  | { state: 'ending' | 'holds'; validUntil: string };

/** `now`: server's clock, ms. A certificate also lapses while its owner is signed in. */
export function certificateState(certificate: Certificate | null, now: number): CertificateState {
  if (certificate === null) return { state: 'missing' };
  const { validUntil, lapsed } = certificate;
  const left = Date.parse(validUntil) - now;
  if (lapsed || left <= 0) return { state: 'lapsed', validUntil };
  return { state: left <= remindBeforeMs ? 'ending' : 'holds', validUntil };
}

/** R24: only people whose certificate holds vote. */
export const mayVote = (
  certificate: CertificateState,
): certificate is Extract<CertificateState, { state: 'ending' | 'holds' }> =>
  certificate.state === 'ending' || certificate.state === 'holds';
