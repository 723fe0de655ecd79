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
} as const satisfies Record<string, readonly Role[]>;

export type Deed = keyof typeof roles;

/** Default is no. */
export const mayDo = (held: readonly Role[], deed: Deed): boolean =>
  (roles[deed] as readonly Role[]).some((role) => held.includes(role));
