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
  /** Null: never passed the exam. Without one that holds, nobody votes (R24). */
  certificate: Certificate | null;
}

export interface Certificate {
  validUntil: string;
  lapsed: boolean;
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
  cameras: StoreCamera[];
  listCheckedAt: string | null;
  listCount: number;
}

/** R48: how a store's people did in the drills of one week. */
export interface DrillWeek {
  /** Its Monday, as a date. */
  weekStart: string;
  drills: number;
  decided: number;
  correct: number;
  /** Nobody decided them in time. */
  missed: number;
}

export interface StoreCamera extends Named {
  state: CameraState;
  armed: boolean;
  /** Why this camera alone is disarmed, as a sentence. */
  reason: string | null;
}

/** `drill`: it was one, and it is decided; before that a drill is like any other alert (R48). */
export type AlertState =
  'raised' | 'voting' | 'confirmed' | 'rejected' | 'expired' | 'closed' | 'disputed' | 'frozen' | 'drill';
/** Why an open alert was frozen. */
export type Stopped = 'entryRate' | 'entryDisputed' | 'entryRemoved' | 'matchingStopped';
export type Answer = 'same' | 'different' | 'cannotTell';
/** R26: in the order in which they are offered. */
export const inAisleAnswers = ['same', 'different', 'notFound'] as const;
export type InAisleAnswer = (typeof inAisleAnswers)[number];
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
  /** Two people confirmed it and nobody recorded what was done, whatever became of it since (R27). */
  outcomeDue: boolean;
  /** With state `frozen`. */
  stopped: Stopped | null;
  /** The last in-aisle check (R26). */
  inAisle: { answer: InAisleAnswer; at: string; by: string | null } | null;
  /** The last sighting after the first one; its picture is `latest`. */
  latest: { camera: Named; at: string } | null;
  /** Rejected with "different": no alert on this entry in this store until then (R16). */
  suppressedUntil: string | null;
  /** Somebody disputed it: its case, and the address that the person follows it at (R28). */
  case: { number: string; url: string } | null;
  drill: DrillResult | null;
}

/** R48: told once the drill is decided. `yourAnswer` is null when the viewer did not vote. */
export interface DrillResult {
  expected: 'same' | 'different';
  correct: boolean;
  yourAnswer: Answer | null;
  yourAnswerCorrect: boolean | null;
}

export type Picture = 'live' | 'enrolment' | 'latest';

export type CourseLanguage = 'en' | 'mi';

export interface Course {
  version: string;
  lang: CourseLanguage;
  /** The translation has not been seen by a licensed translator. */
  awaitingReview: boolean;
  lessons: Lesson[];
  questions: Question[];
  /** Right answers that pass. */
  passAt: number;
  validMonths: number;
}

export interface Lesson {
  id: string;
  title: string;
  text: string[];
}

export interface Question {
  id: string;
  text: string;
  choices: { id: string; text: string }[];
}

export interface ExamResult {
  passed: boolean;
  right: number;
  of: number;
  passAt: number;
  /** Ids of the lessons to read again. */
  topics: string[];
  certificate: Certificate | null;
}

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
