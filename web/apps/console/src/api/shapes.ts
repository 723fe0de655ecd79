/** What the console calls the shapes of the API; they are generated and never written by hand. */
import type { components } from '@retailguard/api';

type Schemas = components['schemas'];

export type Session = Schemas['SessionView'];
export type Role = Schemas['Role'];
export type Named = Schemas['Named'];
export type Person = Schemas['PersonView'];
export type InvitationCode = Schemas['InvitationCode'];
export type Device = Schemas['DeviceView'];
export type DeviceKind = Schemas['DeviceKind'];
export type PairingCode = Schemas['PairingCodeView'];
export type Change = Schemas['ChangeView'];
export type Store = Schemas['StoreView'];
export type Camera = Schemas['CameraView'];
export type Halt = Schemas['HaltView'];
export type HaltScope = Schemas['HaltScope'];
