export { type Live, connectLive } from './connection';
export type { HubHandlers, OpenHub } from './hub';
export { type LiveState, silenceMs } from './state';
export { useLive } from './useLive';
