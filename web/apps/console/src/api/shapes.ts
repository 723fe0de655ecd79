/** What the console calls the shapes of the API; they are generated and never written by hand. */
import type { components } from '@retailguard/api';

type Schemas = components['schemas'];

export type Session = Schemas['SessionView'];
export type Role = Schemas['Role'];
export type Named = Schemas['Named'];
export type Person = Schemas['PersonView'];
export type Invitation = Schemas['IssuedInvitation'];
export type Mails = Schemas['MailsView'];
export type Mail = Schemas['MailView'];
export type MailKind = Schemas['MailKind'];
export type MailState = Schemas['MailState'];
export type MailTrouble = Schemas['MailTrouble'];
export type Device = Schemas['DeviceView'];
export type DeviceKind = Schemas['DeviceKind'];
export type PairingCode = Schemas['PairingCodeView'];
export type Change = Schemas['ChangeView'];
export type Store = Schemas['StoreView'];
export type Camera = Schemas['CameraView'];
export type Halt = Schemas['HaltView'];
export type HaltScope = Schemas['HaltScope'];
export type Entry = Schemas['EntryView'];
export type EntryFile = Schemas['EntryFile'];
/** How an entry stands today. */
export type EntryStanding = 'proposed' | 'active' | 'suspended' | 'expired' | 'refused' | 'removed';
export type EntryRequest = Schemas['EntryRequest'];
export type Criteria = Schemas['EnrolmentCriteria'];
export type CategoryCriteria = Schemas['CategoryCriteria'];
export type CriteriaDesk = Schemas['CriteriaDesk'];
export type CriteriaVersion = Schemas['CriteriaView'];
/** What somebody still has to do about a live entry. */
export type EntryDue = 'review' | 'revalidation';
export type Category = Schemas['EntryCategory'];
export type Basis = Schemas['EntryBasis'];
export type EntryRole = Schemas['EntryRole'];
export type Attestation = Schemas['Attestation'];
export type AlertSummary = Schemas['AlertSummary'];
export type AlertRecord = Schemas['AlertRecordView'];
/** Where an alert is in its life. */
export type AlertStage =
  'open' | 'confirmed' | 'unrecorded' | 'rejected' | 'expired' | 'disputed' | 'frozen' | 'drill';
export type AlertState = Schemas['AlertState'];
export type Outcome = Schemas['AlertOutcome'];
export type StopReason = Schemas['StopReason'];
export type InAisleAnswer = Schemas['InAisleAnswer'];
export type VoteAnswer = Schemas['VoteAnswer'];
export type FaceFeature = Schemas['FaceFeature'];
export type Case = Schemas['CaseView'];
export type Finding = Schemas['CaseFinding'];
export type Cause = Schemas['MisidentificationCause'];
export type RequestSummary = Schemas['RequestSummary'];
export type RequestFile = Schemas['RequestFile'];
export type RequestKind = Schemas['RequestKind'];
export type RequestState = Schemas['RequestState'];
export type RequestChannel = Schemas['RequestChannel'];
export type RequestStep = Schemas['RequestStep'];
export type RefusalGround = Schemas['RefusalGround'];
export type CorrectionGround = Schemas['CorrectionGround'];
export type CorrectionMade = Schemas['CorrectionMade'];
export type IdentityCheck = Schemas['IdentityCheck'];
export type RequestReceipt = Schemas['RequestReceipt'];
export type AnswerPack = Schemas['AnswerPack'];
export type Timings = Schemas['Timings'];
export type Distribution = Schemas['Distribution'];
export type DrillScores = Schemas['DrillScores'];
export type AuditEvent = Schemas['AuditEventView'];
export type Mistakes = Schemas['Misidentifications'];
export type SharingGrounds = Schemas['GroundsView'];
export type Share = Schemas['ShareView'];
export type ShareFile = Schemas['ShareFile'];
export type ShareStanding = Schemas['ShareStanding'];
/** As the receiving store answered. */
export type ShareState = 'offered' | 'accepted' | 'declined' | 'recalled';
export type LawfulGround = Schemas['LawfulGround'];
export type OffendingPattern = Schemas['OffendingPattern'];
export type DeclineReason = Schemas['DeclineReason'];
export type RecallReason = Schemas['RecallReason'];
export type IndirectNotice = Schemas['IndirectNotice'];
export type NoticeDesk = Schemas['NoticeDesk'];
export type NoticeParticulars = Schemas['NoticeParticulars'];
export type MaoriWord = Schemas['MaoriWord'];
export type NoticeVersion = Schemas['NoticeVersion'];
export type Entrance = Schemas['EntranceView'];
export type PosterPhoto = Schemas['AttestationView'];
/** How the poster of an entrance stands today. */
export type PosterStanding = 'hung' | 'ending' | 'lapsed' | 'notHung' | 'notPublished';
export type Billing = Schemas['BillingView'];
export type Invoice = Schemas['InvoiceView'];
export type Money = Schemas['Money'];
export type PaymentState = Schemas['PaymentState'];
export type BillingStep = Schemas['BillingStep'];
