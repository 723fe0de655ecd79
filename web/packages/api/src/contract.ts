/** Shapes of the HTTP API and the hub: camelCase JSON, times ISO-8601 UTC, ids GUID strings. */

export interface Named {
  id: string;
  name: string;
}

export interface Session {
  /** Server's clock; the server signs the person out then unless a request came first. */
  expiresAt: string;
  person: Named & { roles: string[] };
  tenant: Named;
  store: Named | null;
  tablet: Named | null;
}

export interface PairedTablet {
  tablet: Named;
  store: Named;
  tenant: Named;
}

export interface TabletPeople extends PairedTablet {
  people: (Named & { hasPin: boolean })[];
}

export type CameraState = 'live' | 'silent' | 'failed' | 'offline';

export interface StoreState {
  id: string;
  name: string;
  /** IANA zone, e.g. `Pacific/Auckland`. */
  timeZone: string;
  armed: boolean;
  /** Why it is disarmed, as a sentence. */
  reason: string | null;
  cameras: (Named & { state: CameraState })[];
  listCheckedAt: string | null;
  listCount: number;
}

export type AlertState = 'raised' | 'voting' | 'confirmed' | 'rejected' | 'expired' | 'closed';
export type Answer = 'same' | 'different' | 'cannotTell';
export const features = ['ears', 'brow', 'nose', 'jaw', 'marks'] as const;
export type Feature = (typeof features)[number];
/** R27: the order in which the outcomes are offered; none is first. */
export const outcomes = ['none', 'observe', 'callPolice', 'askToLeave'] as const;
export type Outcome = (typeof outcomes)[number];
export type Category = 'violence' | 'threat' | 'weapon' | 'highValueTheft' | 'prolificTheft';
export type Basis = 'trespassNotice' | 'conviction' | 'reviewedFootage';

/** Told only after two people said "same person". */
export interface Situation {
  label: string;
  category: Category;
  incidentAt: string;
  summary: string;
  basis: Basis;
  score: number;
  whatToDo: string;
}

/** An alert as the signed-in person may see it; `version` rises with what that person may see. */
export interface AlertView {
  id: string;
  version: number;
  state: AlertState;
  camera: Named;
  capturedAt: string;
  raisedAt: string;
  votingEndsAt: string;
  actionableUntil: string;
  hasLive: boolean;
  hasEnrolment: boolean;
  /** By the viewer. */
  voted: boolean;
  situation: Situation | null;
  outcome: Outcome | null;
  outcomeBy: string | null;
}

export type Picture = 'live' | 'enrolment';

export interface StoreSnapshot {
  version: number;
  serverTime: string;
  store: StoreState;
  alerts: AlertView[];
}

export interface AlertDelta {
  version: number;
  alert: AlertView;
}

export interface StoreDelta {
  version: number;
  store: StoreState;
}

export interface Pulse {
  version: number;
  serverTime: string;
}
