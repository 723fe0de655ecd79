import type { Role } from '../api/shapes';

/**
 * What each role may do, as the server's routes declare it: only what somebody may do is shown to them. The server decides; this only
 * spares them a refusal.
 */
const roles = {
  seePeople: ['tenantAdmin', 'storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  vouch: ['tenantAdmin', 'storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  managePeople: ['tenantAdmin'],
  takePin: ['tenantAdmin', 'storeManager'],
  seeDevices: ['tenantAdmin', 'storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'auditor'],
  manageDevices: ['tenantAdmin', 'storeManager'],
  seeChanges: ['tenantAdmin', 'privacyOfficer', 'auditor'],
  seeStores: [
    'storeStaff',
    'storeManager',
    'headOfficeLossPrevention',
    'privacyOfficer',
    'tenantAdmin',
    'auditor',
  ],
  manageStores: ['tenantAdmin'],
  seeMatching: ['headOfficeLossPrevention', 'storeManager', 'privacyOfficer', 'tenantAdmin', 'auditor'],
  stopMatching: ['headOfficeLossPrevention', 'storeManager', 'privacyOfficer', 'tenantAdmin'],
  stopMatchingEverywhere: ['headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin'],
  seeWatchlist: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  proposeEntry: ['storeManager', 'headOfficeLossPrevention'],
  decideEntry: ['storeManager', 'headOfficeLossPrevention'],
  removeEntry: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  reinstateEntry: ['headOfficeLossPrevention', 'privacyOfficer'],
  reviewEntry: ['storeManager', 'headOfficeLossPrevention'],
  seeCriteria: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin', 'auditor'],
  writeCriteria: ['headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin'],
  seeFalseAlerts: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin', 'auditor'],
  setFalseAlerts: ['tenantAdmin'],
  seeShares: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  offerShare: ['headOfficeLossPrevention'],
  answerShare: ['storeManager'],
  recordGrounds: ['privacyOfficer'],
  seeAlerts: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'auditor'],
  seeCases: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'auditor'],
  recordMistake: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  closeCase: ['headOfficeLossPrevention', 'privacyOfficer'],
  seeRequests: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'auditor'],
  takeInRequest: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer'],
  answerRequest: ['headOfficeLossPrevention', 'privacyOfficer'],
  seeNotices: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin', 'auditor'],
  writeNotices: ['privacyOfficer', 'tenantAdmin'],
  seeAssessment: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin', 'auditor'],
  writeAssessment: ['headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin'],
  photographPoster: ['storeStaff', 'storeManager', 'tenantAdmin'],
  seeRetention: ['privacyOfficer', 'tenantAdmin', 'headOfficeLossPrevention', 'auditor'],
  setRetention: ['privacyOfficer'],
  seeToday: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'tenantAdmin'],
  seeTimings: ['storeManager', 'headOfficeLossPrevention', 'auditor'],
  seeTimingsOfAll: ['headOfficeLossPrevention', 'auditor'],
  seeMistakes: ['headOfficeLossPrevention', 'privacyOfficer', 'auditor'],
  seeReports: ['storeManager', 'headOfficeLossPrevention', 'privacyOfficer', 'auditor'],
  seeAudit: ['auditor', 'privacyOfficer', 'tenantAdmin'],
  seeBilling: ['tenantAdmin'],
  seeMail: ['tenantAdmin'],
  seeSingleSignOn: ['tenantAdmin'],
} as const satisfies Record<string, readonly Role[]>;

export type Deed = keyof typeof roles;

/** Default is no. */
export const mayDo = (held: readonly Role[], deed: Deed): boolean =>
  (roles[deed] as readonly Role[]).some((role) => held.includes(role));
