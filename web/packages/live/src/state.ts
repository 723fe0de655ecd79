import type { AlertDelta, AlertView, Pulse, StoreDelta, StoreSnapshot, StoreState } from '@retailguard/api';

/** Silence after which what is shown counts as old; the server's pulse comes every 2 s. */
export const silenceMs = 5_000;

export interface LiveState {
  status: 'connecting' | 'live' | 'offline';
  /** Our clock, ms: until when what is shown was true. Null while live and before the first snapshot. */
  staleSince: number | null;
  /** Why no further connection is tried: the server signed us out, or refuses this session. */
  ended: string | null;
  store: StoreState | null;
  alerts: readonly AlertView[];
  /** Server's clock minus ours, ms. */
  clockOffset: number;
  version: number | null;
  /** Our clock, ms, of the last message; before the first one, of the first attempt. */
  heardAt: number;
}

export type LiveEvent =
  | { type: 'snapshot'; at: number; snapshot: StoreSnapshot }
  | { type: 'delta'; at: number; delta: AlertDelta }
  | { type: 'store'; at: number; delta: StoreDelta }
  | { type: 'pulse'; at: number; pulse: Pulse }
  | { type: 'lost' }
  | { type: 'ended'; reason: string }
  | { type: 'tick'; at: number }
  /** The reply to a vote or an outcome of our own, by HTTP. */
  | { type: 'answered'; alert: AlertView };

export const starting = (at: number): LiveState => ({
  status: 'connecting',
  staleSince: null,
  ended: null,
  store: null,
  alerts: [],
  clockOffset: 0,
  version: null,
  heardAt: at,
});

/**
 * The state after an event. From `live` to anything else means: this connection is of no more use,
 * only the snapshot of a new one counts.
 */
export function next(state: LiveState, event: LiveEvent): LiveState {
  if (state.ended !== null) return state;
  switch (event.type) {
    case 'snapshot':
      return {
        ...state,
        status: 'live',
        staleSince: null,
        store: event.snapshot.store,
        alerts: event.snapshot.alerts.map((alert) => newest(state.alerts, alert)),
        clockOffset: Date.parse(event.snapshot.serverTime) - event.at,
        version: event.snapshot.version,
        heardAt: event.at,
      };
    case 'delta':
      return follow(state, event.delta.version, event.at, {
        alerts: withAlert(state.alerts, event.delta.alert),
      });
    case 'store':
      return follow(state, event.delta.version, event.at, { store: event.delta.store });
    case 'pulse': {
      if (state.status !== 'live') return state;
      if (event.pulse.version !== state.version || isSilent(state, event.at))
        return stale(state, 'connecting');
      // A slow network only makes the server's time look earlier: the greatest difference is the truest.
      const offset = Math.max(state.clockOffset, Date.parse(event.pulse.serverTime) - event.at);
      return { ...state, clockOffset: offset, heardAt: event.at };
    }
    case 'lost':
      return state.status === 'live' ? stale(state, 'connecting') : state;
    case 'ended':
      return { ...stale(state, 'offline'), ended: event.reason };
    case 'tick':
      return state.status !== 'offline' && isSilent(state, event.at) ? stale(state, 'offline') : state;
    case 'answered':
      return { ...state, alerts: withAlert(state.alerts, event.alert) };
  }
}

function follow(state: LiveState, version: number, at: number, change: Partial<LiveState>): LiveState {
  if (state.status !== 'live' || state.version === null) return state;
  // Messages that waited while the device slept prove nothing about what was missed.
  if (isSilent(state, at) || version > state.version + 1) return stale(state, 'connecting');
  if (version <= state.version) return { ...state, heardAt: at };
  return { ...state, ...change, version, heardAt: at };
}

/** A clock that jumped, either way, proves as little as silence. */
const isSilent = (state: LiveState, at: number) => Math.abs(at - state.heardAt) >= silenceMs;

/** Whether what is shown holds at this moment: between waking up and the first tick, `status` alone still says so. */
export const isFresh = (state: LiveState, at: number) => state.status === 'live' && !isSilent(state, at);

const stale = (state: LiveState, status: 'connecting' | 'offline'): LiveState => ({
  ...state,
  status,
  staleSince: state.version === null ? null : state.heardAt,
});

const newest = (held: readonly AlertView[], alert: AlertView) =>
  held.find((other) => other.id === alert.id && other.version > alert.version) ?? alert;

const withAlert = (held: readonly AlertView[], alert: AlertView) => [
  ...held.filter((other) => other.id !== alert.id),
  newest(held, alert),
];
