import type { AlertView } from '@retailguard/api';
import { type OpenHub, openSignalRHub } from './hub';
import { type LiveEvent, type LiveState, next, starting } from './state';

/** First wait, longest wait, and how long a connection must hold before the waits start anew, ms. */
const backoff = { first: 500, longest: 10_000, forgivenAfter: 10_000 };
const tickMs = 500;
/** A connection that opened but sent no snapshot is given up after this, ms: sooner on the first attempts, when the network may just be waking up. */
const snapshotWithinMs = { first: 3_000, later: 10_000 };
const hastyAttempts = 2;
/** Waking up speaks more than once; a connection this young, ms, is of this wake. */
const youngMs = 500;
/** Silence, or a stop of our own timers, after which a wake does not trust the connection, ms; the pulse comes every 2 s. */
const trustMs = 2_500;

export interface Live {
  getState: () => LiveState;
  subscribe: (listener: () => void) => () => void;
  /** Takes in the reply to a vote or an outcome of our own. */
  answered: (alert: AlertView) => void;
  close: () => void;
}

/**
 * Follows the store's live state: each connection starts with a snapshot; a gap, silence or a lost
 * connection brings a new one, for ever, until the server says that the session has ended.
 */
export function connectLive(openHub: OpenHub = openSignalRHub): Live {
  let state = starting(Date.now());
  let closeHub: (() => void) | null = null;
  let liveSince: number | null = null;
  let openedAt = 0;
  let attempts = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function dispatch(event: LiveEvent) {
    const before = state;
    state = next(state, event);
    if (state === before) return;
    if (before.status !== 'live' && state.status === 'live') liveSince = Date.now();
    if (state.ended !== null) disconnect();
    else if (before.status === 'live' && state.status !== 'live') reconnect();
    listeners.forEach((listener) => {
      listener();
    });
  }

  function connect() {
    clearTimeout(retry);
    retry = undefined;
    openedAt = Date.now();
    // A connection that was given up may still speak: it is heard no more.
    let current = true;
    const heard =
      <M>(event: (message: M, at: number) => LiveEvent) =>
      (message: M) => {
        if (current) dispatch(event(message, Date.now()));
      };
    const stop = openHub({
      snapshot: heard((snapshot, at) => ({ type: 'snapshot', at, snapshot })),
      delta: heard((delta, at) => ({ type: 'delta', at, delta })),
      store: heard((delta, at) => ({ type: 'store', at, delta })),
      pulse: heard((pulse, at) => ({ type: 'pulse', at, pulse })),
      signedOut: heard((reason) => ({ type: 'ended', reason })),
      closed: (refused) => {
        if (!current) return;
        if (refused) dispatch({ type: 'ended', reason: 'refused' });
        else if (state.status === 'live') dispatch({ type: 'lost' });
        else reconnect();
      },
    });
    closeHub = () => {
      current = false;
      stop();
    };
  }

  function disconnect() {
    clearTimeout(retry);
    retry = undefined;
    closeHub?.();
    closeHub = null;
  }

  function reconnect() {
    disconnect();
    if (liveSince !== null && Date.now() - liveSince >= backoff.forgivenAfter) attempts = 0;
    liveSince = null;
    const wait = Math.min(backoff.first * 2 ** attempts, backoff.longest);
    attempts += 1;
    // Jitter: the tablets of a chain must not all come back in the same instant.
    retry = setTimeout(connect, wait * (0.75 + Math.random() * 0.5));
  }

  let waitingSince = Date.now();
  let tickedAt = Date.now();
  let waking: ReturnType<typeof setTimeout> | undefined;
  const ticker = setInterval(() => {
    const now = Date.now();
    const stoodStill = now - tickedAt >= trustMs;
    tickedAt = now;
    if (stoodStill) {
      // A page that was only busy has messages waiting: they come first, and only a device that slept has none.
      waking = setTimeout(() => {
        wake({ distrust: false });
        look();
      });
    } else look();
  }, tickMs);

  function look() {
    const now = Date.now();
    dispatch({ type: 'tick', at: now });
    const patience = attempts < hastyAttempts ? snapshotWithinMs.first : snapshotWithinMs.later;
    if (state.status === 'live' || closeHub === null) waitingSince = now;
    else if (now - waitingSince >= patience) {
      waitingSince = now;
      reconnect();
    }
  }

  /** The device woke up or its network came back: a new connection starts at once, since the old one may be dead without knowing. */
  function wake({ distrust }: { distrust: boolean }) {
    const now = Date.now();
    if (state.ended !== null || document.visibilityState !== 'visible') return;
    if (!distrust && state.status === 'live' && Math.abs(now - state.heardAt) < trustMs) return;
    if (closeHub !== null && now - openedAt < youngMs) return;
    attempts = 0;
    waitingSince = now;
    dispatch({ type: 'lost' });
    disconnect();
    connect();
  }
  const stopWaking = onWake(wake);

  connect();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    answered: (alert) => {
      dispatch({ type: 'answered', alert });
    },
    close: () => {
      disconnect();
      clearInterval(ticker);
      clearTimeout(waking);
      stopWaking();
    },
  };
}

/** Whatever tells that the device or its network is back; returns how to stop listening. */
function onWake(wake: (how: { distrust: boolean }) => void): () => void {
  // A network that came back may be another one: what was open through the old one is gone.
  const network = () => wake({ distrust: true });
  const device = () => wake({ distrust: false });
  window.addEventListener('online', network);
  document.addEventListener('visibilitychange', device);
  document.addEventListener('resume', device);
  return () => {
    window.removeEventListener('online', network);
    document.removeEventListener('visibilitychange', device);
    document.removeEventListener('resume', device);
  };
}
