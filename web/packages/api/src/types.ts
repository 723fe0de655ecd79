/** What the tablet calls the shapes of the API; they are generated into `schema.ts` and never written by hand. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Named = Schemas['Named'];

export type Session = Schemas['SessionView'];
export type Certificate = Schemas['SessionCertificate'];
export type TabletPeople = Schemas['TabletView'];
export type TabletPerson = Schemas['TabletPerson'];
export type PasswordSignIn = Schemas['SignInRequest'];
/** The first PIN, or one that was forgotten, chosen by the person with their password. */
export type OwnPin = Schemas['OwnPinRequest'];

export type AlertView = Schemas['AlertView'];
export type AlertState = Schemas['AlertState'];
/** Why an open alert was frozen: `realAlert` ends drills, which are never shown as frozen. */
export type Stopped = Exclude<Schemas['StopReason'], 'realAlert'>;
export type Situation = Schemas['Situation'];
export type Category = Schemas['EntryCategory'];
export type Basis = Schemas['EntryBasis'];
export type DrillResult = Schemas['DrillView'];
export type Picture = 'live' | 'enrolment' | 'latest';

export type Vote = Schemas['CastVoteRequest'];
export type Answer = Schemas['VoteAnswer'];
export type Feature = Schemas['FaceFeature'];
export const features = ['ears', 'brow', 'nose', 'jaw', 'marks'] as const satisfies Feature[];

export type InAisleCheck = Schemas['CheckInAisleRequest'];
export type InAisleAnswer = Schemas['InAisleAnswer'];
/** R26: in the order in which they are offered. */
export const inAisleAnswers = ['same', 'different', 'notFound'] as const satisfies InAisleAnswer[];

export type OutcomeRecord = Schemas['RecordOutcomeRequest'];
export type Outcome = Schemas['AlertOutcome'];
/** R27: the order in which the outcomes are offered; none is first. */
export const outcomes = ['none', 'observe', 'callPolice', 'askToLeave'] as const satisfies Outcome[];

export type CourseLanguage = 'en' | 'mi';
export type Course = Schemas['CourseView'];
export type Lesson = Schemas['Lesson'];
export type Question = Schemas['Question'];
export type Exam = Schemas['TakeExamRequest'];
export type ExamResult = Schemas['ExamResult'];
export type DrillWeek = Schemas['DrillWeek'];

export type Entrance = Schemas['EntranceView'];

export type StoreState = Schemas['FeedStore'];
export type StoreCamera = Schemas['FeedCamera'];
export type CameraState = Schemas['CameraState'];

/** Messages of the live line `/hubs/alerts`. */
export type StoreSnapshot = Schemas['AlertSnapshot'];
export type AlertDelta = Schemas['AlertDelta'];
export type StoreDelta = Schemas['StoreDelta'];
export type Pulse = Schemas['Pulse'];
export type SignedOut = Schemas['SignedOut'];
