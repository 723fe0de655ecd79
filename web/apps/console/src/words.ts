import type {
  AlertStage,
  AlertState,
  Basis,
  Category,
  Cause,
  DeclineReason,
  CorrectionGround,
  CorrectionMade,
  DeviceKind,
  EntryDue,
  EntryRole,
  EntryStanding,
  FaceFeature,
  Finding,
  IdentityCheck,
  InAisleAnswer,
  IndirectNotice,
  LawfulGround,
  OffendingPattern,
  Outcome,
  RecallReason,
  RefusalGround,
  RequestChannel,
  RequestKind,
  RequestState,
  RequestStep,
  Role,
  ShareStanding,
  ShareState,
  StopReason,
  VoteAnswer,
} from './api/shapes';

/** Names of the API's codes, as people read them. */
export const roleName: Record<Role, string> = {
  storeStaff: 'Store staff',
  storeManager: 'Store manager',
  headOfficeLossPrevention: 'Loss prevention',
  privacyOfficer: 'Privacy officer',
  tenantAdmin: 'Administrator',
  auditor: 'Auditor',
};

export const deviceKindName: Record<DeviceKind, string> = { tablet: 'Tablet', edge: 'Edge connector' };

export const categoryName: Record<Category, string> = {
  violence: 'Violence',
  threat: 'Threat',
  weapon: 'Weapon',
  highValueTheft: 'High-value theft',
  prolificTheft: 'Prolific theft',
};

export const basisName: Record<Basis, string> = {
  trespassNotice: 'Trespass notice',
  conviction: 'Conviction',
  reviewedFootage: 'Reviewed footage',
};

export const entryRoleName: Record<EntryRole, string> = { offender: 'Offender', accomplice: 'Accomplice' };

export const entryStandingName: Record<EntryStanding, string> = {
  proposed: 'Waits for approval',
  active: 'On the list',
  suspended: 'Suspended',
  expired: 'Expired',
  refused: 'Refused',
  removed: 'Removed',
};

export const entryDueName: Record<EntryDue, string> = {
  review: 'To be looked at: the criteria have changed',
  revalidation: 'To be re-validated within two weeks',
};

export const alertStageName: Record<AlertStage, string> = {
  open: 'Open',
  confirmed: 'Confirmed by two',
  unrecorded: 'Confirmed, outcome not recorded',
  rejected: 'Not the person',
  expired: 'Out of time',
  disputed: 'Disputed',
  frozen: 'Frozen',
  drill: 'Drill',
};

export const alertStateName: Record<AlertState, string> = {
  raised: 'Picture on its way',
  voting: 'Being looked at',
  confirmed: 'Confirmed by two',
  rejected: 'Not the person',
  expired: 'Out of time',
  closed: 'Outcome recorded',
  disputed: 'Disputed',
  frozen: 'Frozen',
  drill: 'Drill',
};

export const stopReasonName: Record<StopReason, string> = {
  entryRate: 'the entry alerted too often',
  entryDisputed: 'another alert on the entry was disputed',
  entryRemoved: 'the entry left the list',
  matchingStopped: 'matching was stopped',
  realAlert: 'a real alert came first',
};

export const outcomeName: Record<Outcome, string> = {
  none: 'Nothing was done',
  observe: 'Observed',
  callPolice: 'Police called',
  askToLeave: 'Asked to leave',
};

export const inAisleName: Record<InAisleAnswer, string> = {
  same: 'This person',
  different: 'Somebody else',
  notFound: 'Not found',
};

export const voteName: Record<VoteAnswer, string> = {
  same: 'Same person',
  different: 'Not the same',
  cannotTell: 'Can’t tell',
};

export const featureName: Record<FaceFeature, string> = {
  ears: 'ears',
  brow: 'brow',
  nose: 'nose',
  jaw: 'jaw',
  marks: 'marks',
};

export const findingName: Record<Finding, string> = {
  misidentified: 'Somebody else was approached',
  rightPerson: 'The person is the one on the list',
  withdrawn: 'The person does not pursue it',
};

export const causeName: Record<Cause, string> = {
  algorithm: 'The faces look alike to the model',
  enrolment: 'The wrong picture or person was enrolled',
  firstVote: 'The first vote',
  secondVote: 'The second vote',
  wrongPersonApproached: 'The alert was right; staff went to somebody else',
};

export const groundName: Record<LawfulGround, string> = {
  directlyRelated: 'It is the purpose of collecting, or directly related to it',
  seriousThreat: 'To prevent or lessen a serious threat to somebody',
  maintenanceOfLaw: 'To avoid prejudice to the maintenance of the law',
  authorised: 'The person has agreed',
};

export const patternName: Record<OffendingPattern, string> = {
  offendedThere: 'Offended in that store',
  threatenedThatStore: 'Said that they would come there',
  severalStoresNearby: 'Offended in several stores nearby',
};

export const shareStandingName: Record<ShareStanding, string> = {
  waiting: 'Waits for an answer',
  lapsed: 'Nobody answered in time',
  withheld: 'Held back by the sender’s entry',
  declined: 'Declined',
  recalled: 'Taken back',
  toApprove: 'Accepted, waits for approval',
  inForce: 'On that store’s list',
  suspended: 'Suspended there',
  ended: 'Over',
};

export const shareStateName: Record<ShareState, string> = {
  offered: 'Offered',
  accepted: 'Accepted',
  declined: 'Declined',
  recalled: 'Taken back',
};

export const declineName: Record<DeclineReason, string> = {
  noNeedHere: 'The person is not expected here',
  notConvinced: 'What was sent does not show it',
  mayBeMinorOrVulnerable: 'The person may be under 18 or vulnerable',
};

export const recallName: Record<RecallReason, string> = {
  noLongerNeeded: 'It is not needed any more',
  wrongPerson: 'It is the wrong person',
  corrected: 'The entry is corrected',
};

export const noticeName: Record<IndirectNotice, string> = {
  notified: 'They have been told',
  alreadyAware: 'They know already, from a notice that names this store',
  wouldDefeatPurpose: 'Not told: it would defeat the purpose',
  threatToSafety: 'Not told: it would put somebody in danger',
  notPracticable: 'Not told: nobody knows how to reach them',
};

export const requestKindName: Record<RequestKind, string> = {
  access: 'What is held',
  correction: 'Correct it',
  wronglyApproached: 'Wrongly approached',
  complaint: 'Complaint',
};

export const requestStateName: Record<RequestState, string> = {
  open: 'Open',
  answered: 'Answered',
  refused: 'Refused',
  transferred: 'Transferred',
  withdrawn: 'Withdrawn',
};

export const requestChannelName: Record<RequestChannel, string> = {
  portal: 'The portal',
  phone: 'Phone',
  paper: 'Paper',
  inPerson: 'In person',
};

export const requestStepName: Record<RequestStep, string> = {
  acknowledge: 'Acknowledge',
  decide: 'Decide',
  answer: 'Answer',
};

export const correctionGroundName: Record<CorrectionGround, string> = {
  notThisPerson: 'Somebody else is meant or shown',
  factsWrong: 'It did not happen, or not so',
  noReasonToKeep: 'There is no lawful or no longer a reason to keep it',
};

export const correctionMadeName: Record<CorrectionMade, string> = {
  removed: 'Take the entry off the list and destroy it',
  corrected: 'Put right what is said to have happened',
};

export const identityCheckName: Record<IdentityCheck, string> = {
  caseCard: 'They have the number of the card that staff gave them',
  inPerson: 'Seen at the store; a document was looked at and given back',
  calledBack: 'Called back, and knew what only the person concerned knows',
};

export const refusalGroundName: Record<RefusalGround, string> = {
  seriousThreat: 'Serious threat to life, health or safety (s 49)',
  victimDistress: 'Would distress a victim of an offence (s 49)',
  evaluativeMaterial: 'Evaluative material, given in confidence (s 50)',
  notFound: 'Does not exist or cannot be found (s 53(a), s 63)',
  othersAffairs: 'Affairs of another person (s 53(b))',
  maintenanceOfLaw: 'Maintenance of the law (s 53(c))',
  legalPrivilege: 'Legal privilege (s 53(d))',
  frivolousOrTrivial: 'Frivolous, vexatious or trivial (s 53(h))',
  accurate: 'The information is right as it is (s 63)',
  notUpheld: 'Looked into, and not upheld',
};

export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** A list as a sentence has it: "a, b and c". */
export const listed = (words: readonly string[]) =>
  new Intl.ListFormat('en-NZ', { type: 'conjunction' }).format(words);

/** Choices of a `Select`, in the order of a table of names. */
export const choices = <T extends string>(names: Record<T, string>) =>
  (Object.entries(names) as [T, string][]).map(([value, label]) => ({ value, label }));
