import type { AlertView, Api } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import type { CertificateState } from '../training/certificate';

/** Whose answers count: shown on every screen of an alert, with a way out for anyone else. */
export interface SignedInPerson {
  name: string;
  certificate: CertificateState;
  /** Opens the course. */
  train: () => void;
  signOut: () => Promise<void>;
}

export interface Position {
  number: number;
  of: number;
  /** Goes to the next alert that needs this person's vote; null when there is none. */
  next: (() => void) | null;
}

/** What every screen of an alert needs. */
export interface AlertShared {
  alert: AlertView;
  api: Api;
  live: LiveState;
  /** Server's clock, ms. */
  now: number;
  timeZone: string;
  position: Position;
  person: SignedInPerson;
  onAnswered: (alert: AlertView) => void;
  /** R28: one tap stops the alert. */
  onDispute: () => void;
}
