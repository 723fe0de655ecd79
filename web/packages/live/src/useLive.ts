import { useSyncExternalStore } from 'react';
import type { Live } from './connection';
import type { LiveState } from './state';

export function useLive(live: Live): LiveState {
  return useSyncExternalStore(live.subscribe, live.getState);
}
