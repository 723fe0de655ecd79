import type { DeviceKind, HaltScope, Role } from './api/shapes';

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

export const haltScopeName: Record<HaltScope, string> = {
  camera: 'camera',
  store: 'store',
  tenant: 'every store',
};

export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** A list as a sentence has it: "a, b and c". */
export const listed = (words: readonly string[]) =>
  new Intl.ListFormat('en-NZ', { type: 'conjunction' }).format(words);

/** Choices of a `Select`, in the order of a table of names. */
export const choices = <T extends string>(names: Record<T, string>) =>
  (Object.entries(names) as [T, string][]).map(([value, label]) => ({ value, label }));
