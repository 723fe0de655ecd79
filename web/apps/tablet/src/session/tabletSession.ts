import {
  type Api,
  type Named,
  type OwnPin,
  Refusal,
  type Session,
  type TabletPeople,
} from '@retailguard/api';
import type { Live } from '@retailguard/live';

export type StoreSession = Session & { store: Named };

/** Tells the next person, on the same tablet, that their look is needed and until when. */
export interface HandOver {
  votedBy: string;
  votingEndsAt: string;
}

export type Notice = 'idle' | 'server' | 'unconfirmed';

/** Where the tablet is between "not paired" and "somebody is signed in". */
export type Place =
  | { at: 'starting' }
  | { at: 'unreachable' }
  | { at: 'unpaired'; problem: Refusal | null }
  | { at: 'people'; tablet: TabletPeople; live: Live; notice: Notice | null; handOver: HandOver | null }
  | { at: 'signedIn'; session: StoreSession; live: Live };

export interface TabletSession {
  getPlace: () => Place;
  subscribe: (listener: () => void) => () => void;
  start: (pairCode?: string) => Promise<void>;
  pair: (code: string) => Promise<void>;
  signInByPin: (personId: string, pin: string) => Promise<void>;
  /** The first PIN or a forgotten one, chosen by the person with their password. */
  signInByOwnPin: (own: OwnPin) => Promise<void>;
  /** A session that was opened by password. */
  enter: (session: StoreSession) => void;
  /** Asks the server for more time, since somebody is using the tablet, and how the person's certificate stands. */
  extend: () => Promise<void>;
  leave: (why?: { notice?: Notice; handOver?: HandOver }) => Promise<void>;
}

const retryMs = 3_000;
/** Set while a sign-out has not reached the server: the session cookie may still be good. */
const owedKey = 'rg-sign-out-owed';

const isRefused = (error: unknown, ...codes: string[]) =>
  error instanceof Refusal && codes.includes(error.code);
const is401 = (error: unknown) => error instanceof Refusal && error.status === 401;

export function createTabletSession(api: Api, connect: () => Live, storage: Storage): TabletSession {
  let place: Place = { at: 'starting' };
  let live: Live | null = null;
  let knownTablet: TabletPeople | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function show(to: Place) {
    place = to;
    listeners.forEach((listener) => {
      listener();
    });
  }

  /** Each place has a live connection of its own, so nothing that one person saw is shown to the next. */
  function go(to: (live: () => Live) => Place) {
    clearTimeout(retry);
    live?.close();
    live = null;
    show(to(() => (live = connect())));
  }

  function tryLater(attempt: () => Promise<void>) {
    clearTimeout(retry);
    retry = setTimeout(() => void attempt(), retryMs);
  }

  async function settleSignOut() {
    if (storage.getItem(owedKey) === null) return;
    try {
      await api.signOut();
    } catch (error) {
      if (!is401(error)) throw error;
    }
    storage.removeItem(owedKey);
  }

  function showPeople(tablet: TabletPeople, notice: Notice | null, handOver: HandOver | null = null) {
    knownTablet = tablet;
    go((live) => ({ at: 'people', tablet, live: live(), notice, handOver }));
  }

  function enter(session: StoreSession) {
    storage.removeItem(owedKey);
    go((live) => ({ at: 'signedIn', session, live: live() }));
  }

  async function open(signIn: () => Promise<Session>) {
    clearTimeout(retry);
    const session = await signIn();
    if (session.store !== null) enter({ ...session, store: session.store });
  }

  async function start(pairCode?: string): Promise<void> {
    try {
      await settleSignOut();
      let problem: Refusal | null = null;
      if (pairCode !== undefined) {
        try {
          await api.pairTablet(pairCode);
        } catch (error) {
          if (!isRefused(error, 'pairing-code-invalid')) throw error;
          problem = error as Refusal;
        }
      }
      const session = await api.me().catch(nullOn401);
      if (session?.store != null) {
        enter({ ...session, store: session.store });
        return;
      }
      const tablet = await api.tablet().catch(nullOn401);
      if (tablet === null) go(() => ({ at: 'unpaired', problem }));
      else showPeople(tablet, null);
    } catch {
      go(() => ({ at: 'unreachable' }));
      tryLater(() => start(pairCode));
    }
  }

  async function leave({ notice, handOver }: { notice?: Notice; handOver?: HandOver } = {}) {
    storage.setItem(owedKey, 'yes');
    go(() => ({ at: 'starting' }));
    try {
      await settleSignOut();
      const tablet = await api.tablet().catch(nullOn401);
      if (tablet === null) go(() => ({ at: 'unpaired', problem: null }));
      else showPeople(tablet, notice ?? null, handOver ?? null);
    } catch {
      if (knownTablet === null) {
        go(() => ({ at: 'unreachable' }));
        tryLater(() => start());
      } else {
        showPeople(knownTablet, 'unconfirmed', handOver ?? null);
        tryLater(confirmSignOut);
      }
    }
  }

  async function confirmSignOut() {
    try {
      await settleSignOut();
      if (place.at === 'people') show({ ...place, notice: null });
    } catch {
      tryLater(confirmSignOut);
    }
  }

  return {
    getPlace: () => place,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    enter,
    leave,
    pair: async (code) => {
      await api.pairTablet(code);
      await start();
    },
    signInByPin: (personId, pin) => open(() => api.signInByPin(personId, pin)),
    signInByOwnPin: (own) => open(() => api.chooseOwnPin(own)),
    extend: async () => {
      const extended = place;
      if (extended.at !== 'signedIn') return;
      try {
        const { expiresAt, certificate } = await api.me();
        if (place === extended)
          show({ ...extended, session: { ...extended.session, expiresAt, certificate } });
      } catch (error) {
        if (is401(error)) await leave({ notice: 'server' });
      }
    },
  };
}

function nullOn401(error: unknown): null {
  if (is401(error)) return null;
  throw error;
}
