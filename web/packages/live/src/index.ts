export { type Live, connectLive } from './connection';
export type { HubHandlers, OpenHub } from './hub';
export { isFresh, type LiveState, silenceMs } from './state';
export { useLive } from './useLive';
